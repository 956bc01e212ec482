import { behaviour, type ServiceRequest } from './behaviour';
import type { Lab } from './lab';

/** One service for each thing that a newcomer should see on the screens. */
const services: readonly ServiceRequest[] = [
  {
    name: 'web',
    behaviour: behaviour.http(),
    replicas: 4,
    options: ['--update-delay', '3s', '--placement-pref', 'spread=node.labels.zone', '--label', 'team=shop'],
  },
  { name: 'node-agent', mode: 'global', behaviour: behaviour.logs(1) },
  { name: 'checked', health: 'ok', replicas: 2 },
  { name: 'crash-loop', behaviour: behaviour.failsAfter(4, 3), options: ['--restart-delay', '3s'] },
  { name: 'import-job', mode: 'replicated-job', behaviour: behaviour.job(5), replicas: 3 },
  { name: 'wants-gpu', replicas: 2, options: ['--constraint', 'node.labels.gpu==true'] },
];

const stack = `version: "3.8"
services:
  api:
    image: app:1
    command: [http, "8080"]
    networks: [inner]
    deploy:
      replicas: 2
  worker:
    image: app:1
    command: [log, "2"]
    networks: [inner]
networks:
  inner:
`;

/** Something to look at: zones, services of all kinds, some of them unwell, and a stack. */
export async function deployDemo(lab: Lab): Promise<void> {
  const leader = (await lab.leader()).name;
  for (const [index, { name }] of lab.nodes().entries()) {
    await lab.docker(leader, ['node', 'update', '--label-add', `zone=${'abc'[index % 3]}`, name]);
  }
  await Promise.all(services.map((service) => lab.service(service)));
  await lab.docker(leader, ['stack', 'deploy', '--compose-file', '-', 'shop'], stack);
}
