/** Whether an Origin names the host that the request was sent to; the scheme may differ behind a proxy that ends TLS. */
function isOwnHost(origin: URL, host: string | null): boolean {
  if (!host || !URL.canParse(`${origin.protocol}//${host}`)) return false;
  return new URL(`${origin.protocol}//${host}`).host === origin.host;
}

/**
 * Whether a request that changes something comes from our own pages. Browsers send Origin with every such request; one
 * without it that carries cookies is taken only where the browser vouches by Sec-Fetch-Site. Programs send neither.
 */
export function isOwnOrigin(headers: Headers, baseUrl: string | null): boolean {
  const origin = headers.get('origin');
  if (origin !== null) {
    if (!URL.canParse(origin)) return false;
    const asked = new URL(origin);
    if (asked.protocol !== 'http:' && asked.protocol !== 'https:') return false;
    return isOwnHost(asked, headers.get('host')) || (baseUrl !== null && new URL(baseUrl).origin === asked.origin);
  }
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  return headers.get('cookie') === null;
}
