import { z } from 'zod';

// For browsers: zod tries `new Function` when the first object schema is made, to see whether it may. Under our page
// policy it may not, and each try is a reported violation. So every file here that makes schemas for others imports
// this first.
z.config({ jitless: true });
