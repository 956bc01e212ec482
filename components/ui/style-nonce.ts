/**
 * Radix locks the page's scroll with a <style> element of its own making; under our CSP it needs the page's nonce, and looks
 * for it in this global. Browsers hide the nonce attribute but give the property to scripts of the page.
 */
export const lendStyleNonce = () => {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
};
