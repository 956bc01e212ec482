'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '#components/account/form-dialog';
import { SessionList } from '#components/account/session-list';
import { ShownOnce } from '#components/account/shown-once';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { SkeletonRows } from '#components/ui/skeleton';
import { ExactTime } from '#components/ui/time-ago';
import {
  clearSecondFactor,
  disablePerson,
  enablePerson,
  endPersonSession,
  endPersonSessions,
  listPersonSessions,
  makePasswordLink,
  setRole,
} from '#lib/contract/people';
import { asFault, type Fault } from '#lib/domain/fault';
import type { ListedPerson } from './listed-person';
import { RoleField } from './role-field';

export type PersonAct = 'role' | 'sessions' | 'link' | 'factor' | 'disable' | 'enable';

export interface PersonActProps {
  person: ListedPerson;
  onClose: () => void;
  again: () => void;
}

/** The dialog of an action on a person. */
export function PersonActs({ act, ...props }: PersonActProps & { act: PersonAct }) {
  if (act === 'role') return <RoleAct {...props} />;
  if (act === 'sessions') return <SessionsAct {...props} />;
  if (act === 'link') return <LinkAct {...props} />;
  return <SureAct act={act} {...props} />;
}

function RoleAct({ person, onClose, again }: PersonActProps) {
  const t = useTranslations('people.acts');
  const [role, setChosen] = useState(person.role);
  return (
    <FormDialog
      title={t('roleOf', { name: person.name })}
      description={t('roleWhat')}
      submit={t('role')}
      onClose={onClose}
      send={async () => {
        await call(setRole, { params: { personId: person.id }, body: { role } });
        again();
        onClose();
      }}
    >
      {() => <RoleField role={role} onChange={setChosen} />}
    </FormDialog>
  );
}

const CALLS = { disable: disablePerson, enable: enablePerson, factor: clearSecondFactor };

function SureAct({ act, person, onClose, again }: PersonActProps & { act: keyof typeof CALLS }) {
  const t = useTranslations('people.acts');
  return (
    <FormDialog
      title={t(`${act}Of`, { name: person.name })}
      description={t(`${act}What`)}
      submit={t(act)}
      danger={act !== 'enable'}
      onClose={onClose}
      send={async () => {
        await call(CALLS[act], { params: { personId: person.id } });
        again();
        onClose();
      }}
    />
  );
}

function LinkAct({ person, onClose, again }: PersonActProps) {
  const t = useTranslations('people.acts');
  const invite = useTranslations('people.invite');
  const [made, setMade] = useState<{ link: string; expiresAt: string } | null>(null);
  if (made)
    return (
      <ShownOnce title={t('linkMade', { name: person.name })} text={made.link} onClose={onClose}>
        {invite('expires')} <ExactTime at={made.expiresAt} />
      </ShownOnce>
    );
  return (
    <FormDialog
      title={t('linkOf', { name: person.name })}
      description={t('linkWhat')}
      submit={t('link')}
      onClose={onClose}
      send={async () => {
        setMade(await call(makePasswordLink, { params: { personId: person.id } }));
        again();
      }}
    />
  );
}

function SessionsAct({ person, onClose, again }: PersonActProps) {
  const t = useTranslations('people.acts');
  const close = useTranslations('act');
  const [fault, setFault] = useState<Fault | null>(null);
  const params = { personId: person.id };
  const sessions = useQuery({
    queryKey: ['people', 'sessions', person.id],
    queryFn: ({ signal }) => call(listPersonSessions, { params }, signal),
  });
  const items = sessions.data?.items ?? [];
  const failed = (error: unknown) => setFault(asFault(error));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('sessionsOf', { name: person.name })}
      size="md"
      footer={
        <>
          {items.some(({ here }) => !here) && (
            <Button look="danger-quiet" onClick={() => call(endPersonSessions, { params }).then(again, failed)}>
              {t('endAll')}
            </Button>
          )}
          <Button onClick={onClose}>{close('done')}</Button>
        </>
      }
    >
      {fault && <FaultNotice fault={fault} className="mb-3" />}
      {sessions.isPending ? (
        <SkeletonRows rows={2} />
      ) : (
        <SessionList
          sessions={items}
          onEnd={({ id }) => call(endPersonSession, { params: { ...params, sessionId: id } }).then(again, failed)}
        />
      )}
    </Dialog>
  );
}
