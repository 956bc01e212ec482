'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { PasswordField, TextField } from '#components/ui/text-field';
import { signIn } from '#lib/contract/session/sign-in';
import { call } from '../api/call';
import { useClaimReason } from './claim-reason';
import { type FieldReasons, useFormAct } from './use-form-act';

/** E-mail and password; goes on to `next`, a path of this console. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('identity.signIn');
  const reasonIn = useClaimReason();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { pending, fault, reasons, submit } = useFormAct({
    check: () => {
      const missing: FieldReasons = {};
      if (email.trim() === '') missing.email = 'missing';
      if (password === '') missing.password = 'missing';
      return missing;
    },
    send: async () => {
      await call(signIn, { body: { email, password } });
      // A full load: the live connection and every screen begin with the new session.
      window.location.replace(next);
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {fault && <FaultNotice fault={fault} />}
      <FormField label={t('email')} error={reasonIn(reasons.email)} required>
        <TextField
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onValueChange={setEmail}
        />
      </FormField>
      <FormField label={t('password')} error={reasonIn(reasons.password)} required>
        <PasswordField name="password" autoComplete="current-password" value={password} onValueChange={setPassword} />
      </FormField>
      <Button type="submit" look="primary" size="lg" wide pending={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
