import './right-node.mjs';

// npm run swarm: a real swarm on this machine to develop against. The work is in e2e/swarm/command.ts.
try {
  const { register } = await import('tsx/esm/api');
  register();
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('swarm: the dependencies are not installed: npm ci');
  process.exit(1);
}
await import('../e2e/swarm/command.ts');
