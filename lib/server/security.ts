import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The policy of every page. Scripts run by nonce only, which Next reads from the *request's* policy header. Style
 * attributes are allowed, because Radix and the virtualised tables set positions by them, and they can load nothing
 * from elsewhere under this policy.
 */
function policyFor(nonce: string, host: string, secure: boolean, dev: boolean): string {
  const socket = host ? ` ${secure ? 'wss' : 'ws'}://${host}` : '';
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    dev ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${socket}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

const YEAR_S = 365 * 24 * 3600;
/** Only a valid host name, because it goes into the policy verbatim. */
const HOST = /^[\w.:[\]-]+$/;

/** Sets the security headers of every response, and passes its nonce to Next. */
export function secure(request: IncomingMessage, response: ServerResponse, isSecure: boolean, dev: boolean): void {
  const host = HOST.test(request.headers.host ?? '') ? (request.headers.host as string) : '';
  const policy = policyFor(randomBytes(16).toString('base64'), host, isSecure, dev);
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  if (isSecure) response.setHeader('strict-transport-security', `max-age=${YEAR_S}`);
}
