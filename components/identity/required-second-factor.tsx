'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { Scan } from '#components/account/second-factor';
import { ShownOnce } from '#components/account/shown-once';
import { call } from '#components/api/call';
import { useFormAct } from '#components/api/use-form-act';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { startTotp } from '#lib/contract/account';
import { signOut } from '#lib/contract/session';
import { ProofGate } from './proof-gate';

/** Sets up the app and opens the console; or signs out. */
export function RequiredSecondFactor() {
  const t = useTranslations('identity.required');
  const totp = useTranslations('account.totp');
  const [secret, setSecret] = useState<z.infer<(typeof startTotp)['response']> | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [starting, setStarting] = useState(0);
  const { fault, pending, submit } = useFormAct({
    check: () => ({}),
    send: async () => setSecret(await call(startTotp, {})),
  });
  const leave = async () => {
    await call(signOut, {}).catch(() => undefined);
    window.location.assign('/sign-in');
  };
  return (
    <form key={starting} method="post" onSubmit={submit} className="flex flex-col gap-4">
      {fault && <FaultNotice fault={fault} />}
      <Button type="submit" look="primary" size="lg" wide pending={pending && !secret}>
        {totp('setUp')}
      </Button>
      <Button look="quiet" onClick={() => void leave()}>
        {t('leave')}
      </Button>
      {secret && !codes && (
        <Scan
          secret={secret}
          onClose={() => {
            setSecret(null);
            setStarting(starting + 1);
          }}
          onDone={setCodes}
        />
      )}
      {codes && (
        <ShownOnce title={totp('codes')} text={codes.join('\n')} onClose={() => window.location.replace('/')}>
          {totp('codesWhat')}
        </ShownOnce>
      )}
      <ProofGate />
    </form>
  );
}
