/** Epoch ms with its fractions, from the clock that never goes back. */
export const now = (): number => performance.timeOrigin + performance.now();
