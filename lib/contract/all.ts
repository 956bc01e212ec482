import { addPasskey } from './account/add-passkey';
import { changeAccount } from './account/change-account';
import { changePassword } from './account/change-password';
import { confirmTotp } from './account/confirm-totp';
import { endOtherSessions } from './account/end-other-sessions';
import { endPasskey } from './account/end-passkey';
import { endOwnSession } from './account/end-session';
import { endTotp } from './account/end-totp';
import { listOwnSessions } from './account/list-sessions';
import { makeRecoveryCodes } from './account/make-recovery-codes';
import { readAccount } from './account/read-account';
import { startPasskey } from './account/start-passkey';
import { startTotp } from './account/start-totp';
import { exportOperations } from './audit/export-operations';
import { listOperations } from './audit/list-operations';
import { readOperation } from './audit/read-operation';
import type { Contract } from './contract';
import { claimLink } from './links/claim-link';
import { inspectLink } from './links/inspect-link';
import { previewAvailability, setAvailability } from './nodes/set-availability';
import { clearSecondFactor } from './people/clear-second-factor';
import { disablePerson } from './people/disable-person';
import { enablePerson } from './people/enable-person';
import { endPersonSession } from './people/end-session';
import { endPersonSessions } from './people/end-sessions';
import { invitePerson } from './people/invite-person';
import { listInvitations } from './people/list-invitations';
import { listPeople } from './people/list-people';
import { listPersonSessions } from './people/list-sessions';
import { makePasswordLink } from './people/make-password-link';
import { revokeInvitation } from './people/revoke-invitation';
import { setRole } from './people/set-role';
import { compareRevisions } from './services/compare-revisions';
import { listRevisions } from './services/list-revisions';
import { noteRevision } from './services/note-revision';
import { readServiceLogs } from './services/read-service-logs';
import { readTaskHistory } from './services/read-task-history';
import { previewRollback, rollbackService } from './services/rollback-service';
import { previewScale, scaleService } from './services/scale-service';
import { previewUpdate, updateService } from './services/update-service';
import { challengePasskey } from './session/challenge-passkey';
import { passSecondFactor } from './session/pass-second-factor';
import { readSession } from './session/read-session';
import { signIn } from './session/sign-in';
import { signInByPasskey } from './session/sign-in-by-passkey';
import { signOut } from './session/sign-out';
import { changeRetention, readRetention } from './settings/retention';
import { readTaskLogs } from './tasks/read-task-logs';
import { endToken } from './tokens/end-token';
import { listTokens } from './tokens/list-tokens';
import { makeToken } from './tokens/make-token';

/** Every door there is. A contract that is not here fails the test that holds contracts and route files one to one. */
export const CONTRACTS: readonly Contract[] = [
  readSession,
  signIn,
  signOut,
  inspectLink,
  claimLink,
  listPeople,
  invitePerson,
  addPasskey,
  changeAccount,
  changePassword,
  confirmTotp,
  endOtherSessions,
  endPasskey,
  endOwnSession,
  endTotp,
  listOwnSessions,
  makeRecoveryCodes,
  readAccount,
  startPasskey,
  startTotp,
  clearSecondFactor,
  disablePerson,
  enablePerson,
  endPersonSession,
  endPersonSessions,
  listInvitations,
  listPersonSessions,
  makePasswordLink,
  revokeInvitation,
  setRole,
  challengePasskey,
  passSecondFactor,
  signInByPasskey,
  endToken,
  listTokens,
  makeToken,
  listOperations,
  readOperation,
  exportOperations,
  previewAvailability,
  setAvailability,
  listRevisions,
  compareRevisions,
  noteRevision,
  readTaskHistory,
  readRetention,
  changeRetention,
  previewScale,
  scaleService,
  previewUpdate,
  updateService,
  previewRollback,
  rollbackService,
  readServiceLogs,
  readTaskLogs,
];
