import type { ServiceRow } from '#lib/live/picture/service-row';

const share = ({ tally }: ServiceRow): number => (tally.running + tally.completed) / Math.max(1, tally.desired);

/** What runs nothing comes before what runs too little; of equals the one that lacks more tasks, then by name. */
export const isShorter = (a: ServiceRow, b: ServiceRow): number =>
  share(a) - share(b) ||
  b.tally.desired - b.tally.running - (a.tally.desired - a.tally.running) ||
  (a.name < b.name ? -1 : 1);
