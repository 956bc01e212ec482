'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { useFormAct } from '#components/api/use-form-act';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { PasswordField, TextField } from '#components/ui/text-field';
import { claimLink, type inspectLink } from '#lib/contract/links';
import { claimProblems, PASSWORD_MIN } from '#lib/domain/access/claim';
import { useClaimReason } from './claim-reason';

/** Creates the account, or sets the password, of a one-time link. The server's rules are checked here first. */
export function ClaimForm({ secret, link }: { secret: string; link: z.infer<(typeof inspectLink)['response']> }) {
  const t = useTranslations('identity.setUp');
  const reasonIn = useClaimReason();
  const isNew = link.kind !== 'new-password';
  const [name, setName] = useState(link.name ?? '');
  const [email, setEmail] = useState(link.email ?? '');
  const [password, setPassword] = useState('');
  const claim = { name, email, password };
  const { pending, fault, reasons, submit } = useFormAct({
    check: () => Object.fromEntries(claimProblems(claim).map(({ field, reason }) => [field, reason])),
    send: async () => {
      await call(claimLink, { body: { secret, ...claim } });
      // Replaces this page in the history, because the link is used up.
      window.location.replace('/');
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {fault && <FaultNotice fault={fault} />}
      {isNew && (
        <FormField label={t('name')} hint={t('nameHint')} error={reasonIn(reasons.name)} required>
          <TextField name="name" autoComplete="name" value={name} onValueChange={setName} />
        </FormField>
      )}
      {/* hidden, also for a new password: password managers read the account from it */}
      {isNew ? (
        <FormField label={t('email')} hint={t('emailHint')} error={reasonIn(reasons.email)} required>
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
      ) : (
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      )}
      <FormField
        label={t('password')}
        hint={t('passwordHint', { min: PASSWORD_MIN })}
        error={reasonIn(reasons.password)}
        required
      >
        <PasswordField name="password" autoComplete="new-password" value={password} onValueChange={setPassword} />
      </FormField>
      <Button type="submit" look="primary" size="lg" wide pending={pending}>
        {t(`${link.kind}.submit`)}
      </Button>
    </form>
  );
}
