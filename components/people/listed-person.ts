import type { z } from 'zod';
import type { listPeople } from '#lib/contract/people';

export type ListedPerson = z.infer<(typeof listPeople)['response']>['items'][number];
