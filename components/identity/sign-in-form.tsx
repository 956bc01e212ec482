'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { call } from '#components/api/call';
import { type FieldReasons, useFormAct } from '#components/api/use-form-act';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { FormField } from '#components/ui/form-field';
import { PasswordField, TextField } from '#components/ui/text-field';
import { challengePasskey, passSecondFactor, readSession, signIn, signInByPasskey } from '#lib/contract/session';
import { Fault } from '#lib/domain/fault';
import { useClaimReason } from './claim-reason';
import { askPasskey, knowsPasskeys } from './web-authn';

export interface SignInFormProps {
  /** A path of this console. */
  next: string;
  /** Whether browsers allow passkeys at this address. */
  withPasskeys: boolean;
}

/** A full load, because the live connection and every screen must start with the new session. */
const goOn = (next: string) => window.location.replace(next);

/** Email and password, then a code where the account has a second factor; or a passkey instead of both. */
export function SignInForm({ next, withPasskeys }: SignInFormProps) {
  const [isSecond, setSecond] = useState(false);
  // only the browser can check this, because a page request carries the cookie without the key
  useEffect(() => {
    call(readSession, {}).then(
      ({ principal }) => principal && goOn(next),
      () => undefined,
    );
  }, [next]);
  if (isSecond) return <SecondStep next={next} onBack={() => setSecond(false)} />;
  return (
    <>
      <FirstStep next={next} onSecond={() => setSecond(true)} />
      {withPasskeys && <ByPasskey next={next} />}
    </>
  );
}

function FirstStep({ next, onSecond }: { next: string; onSecond: () => void }) {
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
      const { principal } = await call(signIn, { body: { email, password } });
      if (principal) goOn(next);
      else onSecond();
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {fault && <FaultNotice fault={fault} />}
      <FormField label={t('email')} error={reasonIn(reasons.email)} required>
        <TextField
          name="email"
          type="email"
          autoComplete="username webauthn"
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

function SecondStep({ next, onBack }: { next: string; onBack: () => void }) {
  const t = useTranslations('identity.secondFactor');
  const reasonIn = useClaimReason();
  const [code, setCode] = useState('');
  const { pending, fault, reasons, submit } = useFormAct({
    check: () => (code.trim() === '' ? { code: 'missing' } : ({} as FieldReasons)),
    send: async () => {
      await call(passSecondFactor, { body: { code } });
      goOn(next);
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <p role="status" className="text-ink-muted text-sm">
        {t('lead')}
      </p>
      {fault && <FaultNotice fault={fault} />}
      <FormField label={t('code')} hint={t('codeHint')} error={reasonIn(reasons.code)} required>
        <TextField
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          mono
          value={code}
          onValueChange={setCode}
        />
      </FormField>
      <Button type="submit" look="primary" size="lg" wide pending={pending}>
        {t('submit')}
      </Button>
      <Button look="quiet" onClick={onBack}>
        {t('back')}
      </Button>
    </form>
  );
}

function ByPasskey({ next }: { next: string }) {
  const t = useTranslations('identity.passkey');
  const { pending, fault, submit } = useFormAct({
    check: () => ({}),
    send: async () => {
      if (!knowsPasskeys()) throw new Fault('passkey_refused');
      const { options } = await call(challengePasskey, {});
      const response = await askPasskey(options);
      if (!response) throw new Fault('passkey_refused');
      await call(signInByPasskey, { body: { response } });
      goOn(next);
    },
  });
  return (
    <form method="post" onSubmit={submit} className="mt-4 flex flex-col gap-4 border-line border-t pt-4">
      {fault && <FaultNotice fault={fault} />}
      <Button type="submit" size="lg" wide pending={pending}>
        {t('signIn')}
      </Button>
    </form>
  );
}
