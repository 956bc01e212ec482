// The image's health check: asks the console beside it, as it was told to listen. Node can do it; nothing else is in the image.
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

const { PORT = '3000', TLS_CERT } = process.env;
const ask = TLS_CERT ? secure : plain;
// Whose certificate it is does not matter to oneself.
ask({ host: '127.0.0.1', port: PORT, path: '/healthz', timeout: 4000, rejectUnauthorized: false }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
)
  .on('error', () => process.exit(1))
  .on('timeout', () => process.exit(1))
  .end();
