'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import { FormDialog } from '#components/account/form-dialog';
import { call, proveBy } from '#components/api/call';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { PasswordField, TextField } from '#components/ui/text-field';
import { proveSession } from '#lib/contract/session';
import { useClaimReason } from './claim-reason';

/** Asks for a proof when a route requires one; the interrupted call is then repeated. */
export function ProofGate() {
  const [waiting, setWaiting] = useState<((proved: boolean) => void)[]>([]);
  useEffect(() => proveBy(() => new Promise((answer) => setWaiting((others) => [...others, answer]))), []);
  const settle = useCallback(
    (proved: boolean) => {
      for (const answer of waiting) answer(proved);
      setWaiting([]);
    },
    [waiting],
  );
  return waiting.length > 0 && <ProofDialog onClose={() => settle(false)} onProved={() => settle(true)} />;
}

function ProofDialog({ onClose, onProved }: { onClose: () => void; onProved: () => void }) {
  const t = useTranslations('identity.proof');
  const reasonIn = useClaimReason();
  const [by, setBy] = useState<'password' | 'code'>('password');
  const [value, setValue] = useState('');
  return (
    <FormDialog
      title={t('title')}
      description={t('why')}
      submit={t('submit')}
      onClose={onClose}
      check={() => (value === '' ? { [by]: 'missing' } : {})}
      send={async () => {
        await call(proveSession, { body: by === 'password' ? { password: value } : { code: value } });
        onProved();
      }}
    >
      {(reasons) => (
        <>
          {by === 'password' ? (
            <FormField label={t('password')} error={reasonIn(reasons.password)} required>
              <PasswordField
                name="password"
                autoComplete="current-password"
                autoFocus
                value={value}
                onValueChange={setValue}
              />
            </FormField>
          ) : (
            <FormField label={t('code')} error={reasonIn(reasons.code)} required>
              <TextField
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                mono
                value={value}
                onValueChange={setValue}
              />
            </FormField>
          )}
          <Button
            look="quiet"
            size="sm"
            className="self-start"
            onClick={() => {
              setBy(by === 'password' ? 'code' : 'password');
              setValue('');
            }}
          >
            {t(by === 'password' ? 'byCode' : 'byPassword')}
          </Button>
        </>
      )}
    </FormDialog>
  );
}
