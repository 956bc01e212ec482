import '../without-eval';
import { z } from 'zod';
import { ROLES } from '#lib/domain/access/roles';

export const role = z.enum(ROLES);
export const personId = z.string().regex(/^[\w-]{1,64}$/);

/** A person as a browser may know them. Session ids and tokens stay on the server. */
export const person = z.object({ id: z.string(), name: z.string(), email: z.string(), role });
