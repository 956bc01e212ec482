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
  /** For http://localhost, where there is no BASE_URL. */
  port: number;
  secureCookies: boolean;
  log: Log;
  onSessionEnd(id: SessionId): void;
}

const SESSION_S = 12 * 3600;
/** How often an active session is extended. */
const EXTEND_S = 10 * 60;
/** The header from which better-auth reads a session's address. */
export const ADDRESS_HEADER = 'x-client-ip';

/**
 * better-auth for accounts and sessions; its HTTP handler is not mounted. Sessions end after 12 hours without use.
 * Cookies are HttpOnly and SameSite=Lax: with Strict, a link in a mail would open the console signed out, and Lax lets
 * through only reads by GET; changing requests have their Origin checked as well.
 */
export function makeAuth({ prisma, provider, secret, baseUrl, port, secureCookies, log, onSessionEnd }: AuthSettings) {
  const isDisabled = async (userId: string): Promise<boolean> => {
    const { internalAdapter } = await auth.$context;
    const user = (await internalAdapter.findUserById(userId)) as { disabled?: boolean } | null;
    return user?.disabled !== false;
  };
  /** A passkey replaces both factors, so the authenticator must verify its user by finger, face or PIN. */
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
    // instead of a fresh session our own routes require the password
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
      // __Host-: cannot be set from another port of the host, nor from a sub-domain (RFC 6265bis, 4.1.3.2)
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
      // our own code sets it up, counts and clears; only the second step of the sign-in is the plugin's
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

/** The method of a session, by the better-auth endpoint that opened it. */
const methodOf = (path: string | undefined): 'password' | 'second-factor' | 'passkey' => {
  if (path?.startsWith('/passkey/')) return 'passkey';
  return path?.startsWith('/two-factor/') ? 'second-factor' : 'password';
};

export type Auth = ReturnType<typeof makeAuth>;
