import type { Verb } from '#lib/domain/access/roles';

/** A verb as a catalogue key, because keys cannot contain a colon. */
export const verbKey = (verb: Verb): string => verb.replace(':', '-');
