import type { Verb } from '#lib/domain/access/roles';

/** Under which a verb's words stand in the catalogue, whose keys know no colon. */
export const verbKey = (verb: Verb): string => verb.replace(':', '-');
