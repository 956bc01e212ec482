'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useClaimReason } from '#components/identity/claim-reason';
import { FormField } from '#components/ui/form-field';
import { PasswordField } from '#components/ui/text-field';
import { FormDialog } from './form-dialog';

export interface PasswordDialogProps {
  title: ReactNode;
  description?: ReactNode;
  submit: string;
  danger?: boolean;
  onClose: () => void;
  send: (password: string) => Promise<void>;
}

/** Asks for one's own password before an act that a stranger at this screen must not do. */
export function PasswordDialog({ send, ...dialog }: PasswordDialogProps) {
  const t = useTranslations('account.password');
  const reasonIn = useClaimReason();
  const [password, setPassword] = useState('');
  return (
    <FormDialog {...dialog} check={() => (password === '' ? { password: 'missing' } : {})} send={() => send(password)}>
      {(reasons) => (
        <FormField label={t('own')} error={reasonIn(reasons.password)} required>
          <PasswordField name="password" autoComplete="current-password" value={password} onValueChange={setPassword} />
        </FormField>
      )}
    </FormDialog>
  );
}
