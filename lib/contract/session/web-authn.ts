import '../without-eval';
import { z } from 'zod';

/** WebAuthn's own JSON, which the browser and the library on the server read. */
export const webAuthn = z.record(z.string(), z.unknown());
