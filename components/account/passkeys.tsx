'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { useClaimReason } from '#components/identity/claim-reason';
import { knowsPasskeys, makePasskey } from '#components/identity/web-authn';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { Panel } from '#components/ui/panel';
import { TextField } from '#components/ui/text-field';
import { TimeAgo } from '#components/ui/time-ago';
import { addPasskey, endPasskey, startPasskey } from '#lib/contract/account';
import { Fault } from '#lib/domain/fault';
import type { AccountSectionProps } from './account-section-props';
import { FormDialog } from './form-dialog';

/** Passkeys, or the reason why this browser cannot use them here. */
export function Passkeys({ account, reload }: AccountSectionProps) {
  const t = useTranslations('account.passkeys');
  const [adds, setAdds] = useState(false);
  const [ends, setEnds] = useState<{ id: string; name: string } | null>(null);
  const isHere = account.passkeysHere === 'here';
  return (
    <Panel
      title={t('title')}
      actions={
        isHere && (
          <Button size="sm" onClick={() => setAdds(true)}>
            {t('add')}
          </Button>
        )
      }
    >
      <p className="text-ink-muted text-sm">{isHere ? t('about') : t(`why.${account.passkeysHere}`)}</p>
      {account.passkeys.length > 0 && (
        <ul className="mt-3 divide-y divide-line/70">
          {account.passkeys.map((passkey) => (
            <li key={passkey.id} className="flex items-center gap-3 py-2 text-sm">
              <KeyRound aria-hidden="true" className="size-4 text-ink-muted" />
              <span className="min-w-0 flex-1 truncate font-medium">{passkey.name}</span>
              {passkey.createdAt && <TimeAgo at={passkey.createdAt} className="text-ink-muted text-xs" />}
              <Button size="sm" aria-label={`${t('end')}: ${passkey.name}`} onClick={() => setEnds(passkey)}>
                {t('end')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adds && <Add onClose={() => setAdds(false)} again={reload} />}
      {ends && (
        <FormDialog
          title={t('endWhich', { name: ends.name })}
          submit={t('end')}
          danger
          onClose={() => setEnds(null)}
          send={async () => {
            await call(endPasskey, { params: { passkeyId: ends.id } });
            reload();
            setEnds(null);
          }}
        />
      )}
    </Panel>
  );
}

function Add({ onClose, again }: { onClose: () => void; again: () => void }) {
  const t = useTranslations('account.passkeys');
  const reasonIn = useClaimReason();
  const [name, setName] = useState('');
  return (
    <FormDialog
      title={t('add')}
      description={t('addWhat')}
      submit={t('add')}
      onClose={onClose}
      check={() => ({
        ...(name.trim() === '' && { name: 'missing' }),
      })}
      send={async () => {
        if (!knowsPasskeys()) throw new Fault('passkey_refused');
        const { options } = await call(startPasskey, {});
        const response = await makePasskey(options);
        if (!response) throw new Fault('passkey_refused');
        await call(addPasskey, { body: { name, response } });
        again();
        onClose();
      }}
    >
      {(reasons) => (
        <>
          <FormField label={t('name')} hint={t('nameHint')} error={reasonIn(reasons.name)} required>
            <TextField name="name" value={name} onValueChange={setName} />
          </FormField>
        </>
      )}
    </FormDialog>
  );
}
