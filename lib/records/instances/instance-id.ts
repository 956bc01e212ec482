import path from 'node:path';
import { madeOnce } from '../made-once';
import { newId } from '../new-id';

/** The id of this installation, kept in its data folder; made by the first process. */
export const instanceIdIn = (folder: string): string =>
  madeOnce(path.join(folder, 'instance-id'), newId, 'this console counts as another one than before');
