import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { ClientInfo } from '#lib/ports/sessions';
import { ADDRESS_HEADER } from './auth';

/** What better-auth writes down with a session that it opens. */
export const headersOf = ({ address, userAgent, browserKey }: ClientInfo): Headers =>
  new Headers({
    'user-agent': userAgent,
    [ADDRESS_HEADER]: address,
    ...(browserKey && { [BROWSER_KEY_HEADER]: browserKey }),
  });
