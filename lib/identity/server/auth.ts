import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { SessionId } from '#lib/domain/ids';
import type { Log } from '#lib/ports/log';
import { browserKeyHash } from './browser-key';
import { hashPassword, verifyPassword } from './passwords';

export interface AuthSettings {
  prisma: unknown;
  provider: 'sqlite' | 'postgresql';
  secret: string;
  baseUrl: string | null;
  /** Of http://localhost, where there is no BASE_URL. */
  port: number;
  secureCookies: boolean;
  log: Log;
  onSessionEnd(id: SessionId): void;
}

const SESSION_S = 12 * 3600;
/** How often a session that is in use is written anew. */
const EXTEND_S = 10 * 60;
/** Where better-auth reads the address that it keeps with a session. */
export const ADDRESS_HEADER = 'x-client-ip';

/**
 * better-auth for accounts and sessions; its HTTP handler is mounted nowhere. Sessions end after 12 hours without use.
 * Cookies are HttpOnly and SameSite=Lax: with Strict, a link in a mail would open the console signed out, and what Lax
 * lets through are reads by GET; a request that changes something has its Origin checked as well.
 */
export function makeAuth({ prisma, provider, secret, baseUrl, port, secureCookies, log, onSessionEnd }: AuthSettings) {
  const isDisabled = async (userId: string): Promise<boolean> => {
    const { internalAdapter } = await auth.$context;
    const user = (await internalAdapter.findUserById(userId)) as { disabled?: boolean } | null;
    return user?.disabled !== false;
  };
  /** A passkey stands for both factors, so the authenticator must have asked for a finger, a face or a PIN. */
  const mustBeVerified = (userVerified: boolean | undefined): void => {
    if (userVerified !== true)
      throw new APIError('UNAUTHORIZED', { message: 'the authenticator did not verify its user' });
  };
  const auth = betterAuth({
    appName: 'Swarmdeck',
    baseURL: baseUrl ?? 'http://localhost',
    secret,
    database: prismaAdapter(prisma as Record<string, never>, { provider }),
    telemetry: { enabled: false },
    // counted by account and by trusted address in attempts.ts
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'viewer', input: false },
        disabled: { type: 'boolean', required: true, defaultValue: false, input: false },
        locale: { type: 'string', required: false, input: false },
        theme: { type: 'string', required: false, input: false },
      },
    },
    // our own routes ask for the password where a fresh session would be wanted
    session: {
      expiresIn: SESSION_S,
      updateAge: EXTEND_S,
      freshAge: 0,
      additionalFields: {
        keyHash: { type: 'string', required: false, input: false },
        provedAt: { type: 'date', required: false, input: false },
        method: { type: 'string', required: false, input: false },
        failedBefore: { type: 'number', required: false, input: false },
      },
    },
    advanced: {
      // __Host-: no other port of the host can be talked into setting it, nor a sub-domain (RFC 6265bis, 4.1.3.2)
      cookiePrefix: secureCookies ? '__Host-swarmdeck' : 'swarmdeck',
      useSecureCookies: false,
      defaultCookieAttributes: { secure: secureCookies },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    logger: {
      level: 'error',
      log: (_level, message, ...details) => log.error({ err: details.find((one) => one instanceof Error) }, message),
    },
    plugins: [
      // set up, counted and cleared by our own code: of the plugin the sign-in's second step is used
      twoFactor({ issuer: 'Swarmdeck', accountLockout: { enabled: false } }),
      passkey({
        rpName: 'Swarmdeck',
        rpID: baseUrl ? new URL(baseUrl).hostname : 'localhost',
        // pinned: the page's own Origin header is set by the relay
        origin: baseUrl ? new URL(baseUrl).origin : `http://localhost:${port}`,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => mustBeVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) => mustBeVerified(verification.authenticationInfo.userVerified),
        },
      }),
    ],
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, context) => {
            if (await isDisabled(userId)) return false;
            const keyHash = browserKeyHash(context?.headers);
            return { data: { keyHash, provedAt: new Date(), method: methodOf(context?.path) } };
          },
        },
        delete: { after: async ({ id }) => onSessionEnd(id as SessionId) },
      },
    },
  });
  return auth;
}

/** How a session was opened, by the endpoint of better-auth's that opened it. */
const methodOf = (path: string | undefined): 'password' | 'second-factor' | 'passkey' => {
  if (path?.startsWith('/passkey/')) return 'passkey';
  return path?.startsWith('/two-factor/') ? 'second-factor' : 'password';
};

export type Auth = ReturnType<typeof makeAuth>;
