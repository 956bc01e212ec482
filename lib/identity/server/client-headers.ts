import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { ClientInfo } from '#lib/ports/sessions';
import { ADDRESS_HEADER } from './auth';

/** The headers that better-auth stores with a session. */
export const headersOf = ({ address, userAgent, browserKey }: ClientInfo): Headers =>
  new Headers({
    'user-agent': userAgent,
    [ADDRESS_HEADER]: address,
    ...(browserKey && { [BROWSER_KEY_HEADER]: browserKey }),
  });
