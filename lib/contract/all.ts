import { listOperations } from './audit/list-operations';
import { readOperation } from './audit/read-operation';
import type { Contract } from './contract';
import { claimLink } from './links/claim-link';
import { inspectLink } from './links/inspect-link';
import { previewAvailability, setAvailability } from './nodes/set-availability';
import { invitePerson } from './people/invite-person';
import { listPeople } from './people/list-people';
import { listRevisions } from './services/list-revisions';
import { previewRollback, rollbackService } from './services/rollback-service';
import { previewScale, scaleService } from './services/scale-service';
import { previewUpdate, updateService } from './services/update-service';
import { readSession } from './session/read-session';
import { signIn } from './session/sign-in';
import { signOut } from './session/sign-out';

/** Every door there is. A contract that is not here fails the test that holds contracts and route files one to one. */
export const CONTRACTS: readonly Contract[] = [
  readSession,
  signIn,
  signOut,
  inspectLink,
  claimLink,
  listPeople,
  invitePerson,
  listOperations,
  readOperation,
  previewAvailability,
  setAvailability,
  listRevisions,
  previewScale,
  scaleService,
  previewUpdate,
  updateService,
  previewRollback,
  rollbackService,
];
