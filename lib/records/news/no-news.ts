import type { ConsoleNews } from '#lib/ports/console-news';

const never = () => () => undefined;

/** On SQLite there is no other console. */
export const noNews: ConsoleNews = { onSession: never, onOperation: never, onMissed: never };
