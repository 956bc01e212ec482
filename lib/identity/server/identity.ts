import type { SessionId } from '#lib/domain/ids';
import type { Accounts } from '#lib/ports/accounts';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import type { PeopleRows } from '#lib/ports/people-rows';
import type { Sessions } from '#lib/ports/sessions';
import type { SignInLinks } from '#lib/ports/sign-in-links';
import { Attempts } from './attempts';
import { makeAuth } from './auth';
import { identityFault } from './faults';
import type { IdentityKit, SessionPolicy } from './identity-kit';
import { KnownBrowsers } from './known-browsers';
import { makeAccounts } from './make-accounts';
import { makeSessions } from './make-sessions';

export interface IdentitySettings {
  prisma: unknown;
  provider: 'sqlite' | 'postgresql';
  links: SignInLinks;
  people: PeopleRows;
  secret: string;
  baseUrl: string | null;
  port: number;
  secureCookies: boolean;
  policy: SessionPolicy;
  log: Log;
  clock: Clock;
}

/** People, sessions and accounts by better-auth, behind our own ports. */
export function makeIdentity(settings: IdentitySettings): { sessions: Sessions; accounts: Accounts } {
  const { links, people, clock, policy, log } = settings;
  const listeners = new Set<(id: SessionId) => void>();
  const publishEnd = (id: SessionId) => {
    for (const listener of listeners) listener(id);
  };
  const auth = makeAuth({ ...settings, onSessionEnd: publishEnd });
  const attempts = new Attempts(settings.prisma, settings.log);
  const browsers = new KnownBrowsers({ auth, secret: settings.secret, clock });
  const kit: IdentityKit = { policy, auth, attempts, browsers, links, people, clock, log, listeners, publishEnd };
  const askDatabase = () => links.usersCount();
  return {
    sessions: speakingFaults(makeSessions(kit), ['onSessionEnd'], askDatabase),
    accounts: speakingFaults(makeAccounts(kit), [], askDatabase),
  };
}

/** Translates errors of better-auth and the database to Faults. */
function speakingFaults<Port extends object>(
  port: Port,
  synchronous: readonly (keyof Port)[],
  askDatabase: () => Promise<unknown>,
): Port {
  const spoken = Object.entries(port).map(([name, method]) => {
    if (synchronous.includes(name as keyof Port)) return [name, method];
    const translating = async (...args: unknown[]) => {
      try {
        return await (method as (...given: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw await identityFault(error, askDatabase);
      }
    };
    return [name, translating];
  });
  return Object.fromEntries(spoken) as Port;
}
