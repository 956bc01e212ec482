'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '#components/account/form-dialog';
import { ShownOnce } from '#components/account/shown-once';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { Panel } from '#components/ui/panel';
import { TextField } from '#components/ui/text-field';
import { ExactTime, TimeAgo } from '#components/ui/time-ago';
import { invitePerson, listInvitations, revokeInvitation } from '#lib/contract/people';
import { NOTE_MAX } from '#lib/domain/access/claim';
import type { Role } from '#lib/domain/access/roles';
import { asFault, type Fault } from '#lib/domain/fault';
import { RoleField } from './role-field';

/** Creates a link for somebody without an account. */
export function Invite({ onClose, again }: { onClose: () => void; again: () => void }) {
  const t = useTranslations('people.invite');
  const [role, setRole] = useState<Role>('viewer');
  const [note, setNote] = useState('');
  const [made, setMade] = useState<{ link: string; expiresAt: string } | null>(null);
  if (made)
    return (
      <ShownOnce title={t('made')} text={made.link} onClose={onClose}>
        {t('madeWhat')} {t.rich('validUntil', { when: () => <ExactTime at={made.expiresAt} /> })}
      </ShownOnce>
    );
  return (
    <FormDialog
      title={t('title')}
      description={t('what')}
      submit={t('submit')}
      onClose={onClose}
      send={async () => {
        setMade(await call(invitePerson, { body: { role, note } }));
        again();
      }}
    >
      {() => (
        <>
          <FormField label={t('note')} hint={t('noteHint')}>
            <TextField name="note" value={note} onValueChange={setNote} maxLength={NOTE_MAX} />
          </FormField>
          <RoleField role={role} onChange={setRole} />
        </>
      )}
    </FormDialog>
  );
}

/** Unused one-time links: for new accounts, and for new passwords. */
export function Invitations({ again }: { again: () => void }) {
  const t = useTranslations('people.invite');
  const roleName = useTranslations('role');
  const open = useQuery({
    queryKey: ['people', 'invitations'],
    queryFn: ({ signal }) => call(listInvitations, {}, signal),
  });
  const [fault, setFault] = useState<Fault | null>(null);
  const items = open.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('open')}>
      {fault && <FaultNotice fault={fault} className="mb-3" />}
      <ul className="divide-y divide-line/70">
        {items.map(({ id, purpose, role, note, person, by, createdAt, expiresAt }) => (
          <li key={id} className="flex items-center gap-3 py-2 text-sm first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">
                  {purpose === 'invitation'
                    ? note || t('forAnybody')
                    : person
                      ? `${person.name} (${person.email})`
                      : '—'}
                </span>
                <Badge>{purpose === 'invitation' && role ? roleName(role) : t('newPassword')}</Badge>
              </p>
              <p className="text-ink-muted text-xs">
                {by && `${t('by', { name: by.name, email: by.email })} · `}
                {t.rich('madeAt', { when: () => <TimeAgo at={createdAt} /> })} · {t('expires')}{' '}
                <ExactTime at={expiresAt} />
              </p>
            </div>
            <Button
              size="sm"
              look="danger-quiet"
              onClick={() =>
                call(revokeInvitation, { params: { invitationId: id } }).then(again, (error: unknown) =>
                  setFault(asFault(error)),
                )
              }
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
