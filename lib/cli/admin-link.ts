import { printAdminLink } from './print-admin-link';

await printAdminLink(process.argv.slice(2));
