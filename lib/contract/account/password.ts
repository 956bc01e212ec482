import '../without-eval';
import { z } from 'zod';

/** Bounded against floods; the rules that people are told are in domain/access/claim. */
export const password = z.string().min(1).max(1024);
