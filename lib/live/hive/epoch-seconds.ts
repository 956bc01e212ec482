/** ISO 8601 in UTC → whole seconds of the epoch; 0 for what is no moment. A pure room has no Date. */
export function epochSeconds(iso: string): number {
  const part = (from: number, to: number) => Number(iso.slice(from, to));
  const [year, month, day] = [part(0, 4), part(5, 7), part(8, 10)];
  // Years that begin in March put the leap day last. (Howard Hinnant: days from civil)
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const days = shifted * 365 + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const seconds = (days + dayOfYear - 719_468) * 86_400 + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19);
  return Math.max(seconds || 0, 0);
}
