/**
 * Radix locks the page's scroll with a <style> element of its own; under our CSP it requires the page's nonce, which it
 * reads from this global. Browsers hide the nonce attribute, but scripts can read the property.
 */
export const lendStyleNonce = () => {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
};
