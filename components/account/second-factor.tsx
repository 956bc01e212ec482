'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { useClaimReason } from '#components/identity/claim-reason';
import { Button } from '#components/ui/button';
import { CodeLine } from '#components/ui/code-line';
import { FormField } from '#components/ui/form-field';
import { Panel } from '#components/ui/panel';
import { StateMark } from '#components/ui/state-mark';
import { TextField } from '#components/ui/text-field';
import { confirmTotp, endTotp, makeRecoveryCodes, startTotp } from '#lib/contract/account';
import type { AccountSectionProps } from './account-section-props';
import { FormDialog } from './form-dialog';
import { ShownOnce } from './shown-once';

type Step =
  | { at: 'start' | 'off' | 'codes' }
  | { at: 'scan'; secret: z.infer<(typeof startTotp)['response']> }
  | { at: 'shown'; codes: string[] };

/** The authenticator app: set up with a QR code and one code from it, removed with the password. */
export function SecondFactor({ account, reload }: AccountSectionProps) {
  const t = useTranslations('account.totp');
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  return (
    <Panel
      title={t('title')}
      actions={
        account.hasTotp ? (
          <>
            <Button size="sm" onClick={() => setStep({ at: 'codes' })}>
              {t('newCodes')}
            </Button>
            <Button size="sm" look="danger-quiet" onClick={() => setStep({ at: 'off' })}>
              {t('off')}
            </Button>
          </>
        ) : (
          <Button size="sm" onClick={() => setStep({ at: 'start' })}>
            {t('setUp')}
          </Button>
        )
      }
    >
      <StateMark tone={account.hasTotp ? 'good' : 'off'} shape={account.hasTotp ? 'tick' : 'ring'}>
        {t(account.hasTotp ? 'isOn' : 'isOff')}
      </StateMark>
      <p className="mt-1 text-ink-muted text-sm">
        {account.hasTotp ? t('codesLeft', { count: account.recoveryCodesLeft }) : t('about')}
      </p>
      {step?.at === 'start' && (
        <FormDialog
          title={t('setUp')}
          description={t('about')}
          submit={t('goOn')}
          onClose={close}
          send={async () => setStep({ at: 'scan', secret: await call(startTotp, {}) })}
        />
      )}
      {step?.at === 'scan' && (
        <Scan
          secret={step.secret}
          onClose={close}
          onDone={(codes) => {
            reload();
            setStep({ at: 'shown', codes });
          }}
        />
      )}
      {step?.at === 'off' && (
        <FormDialog
          title={t('off')}
          description={t('offWhat')}
          submit={t('off')}
          danger
          onClose={close}
          send={async () => {
            await call(endTotp, {});
            reload();
            close();
          }}
        />
      )}
      {step?.at === 'codes' && (
        <FormDialog
          title={t('newCodes')}
          description={t('newCodesWhat')}
          submit={t('newCodes')}
          onClose={close}
          send={async () => {
            const { recoveryCodes } = await call(makeRecoveryCodes, {});
            reload();
            setStep({ at: 'shown', codes: recoveryCodes });
          }}
        />
      )}
      {step?.at === 'shown' && (
        <ShownOnce title={t('codes')} text={step.codes.join('\n')} onClose={close}>
          {t('codesWhat')}
        </ShownOnce>
      )}
    </Panel>
  );
}

/** The QR code, and a field for one code that shows it was scanned. */
export function Scan({
  secret: { secret, qr },
  onClose,
  onDone,
}: {
  secret: z.infer<(typeof startTotp)['response']>;
  onClose: () => void;
  onDone: (codes: string[]) => void;
}) {
  const t = useTranslations('account.totp');
  const reasonIn = useClaimReason();
  const [code, setCode] = useState('');
  return (
    <FormDialog
      title={t('scan')}
      description={t('scanWhat')}
      submit={t('turnOn')}
      onClose={onClose}
      check={() => (code.trim() === '' ? { code: 'missing' } : {})}
      send={async () => onDone((await call(confirmTotp, { body: { code } })).recoveryCodes)}
    >
      {(reasons) => (
        <>
          {/* white around it in every theme, because scanners look for dark on light */}
          {/* biome-ignore lint/performance/noImgElement: made here, nothing to load or to optimise */}
          <img
            src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
            alt={t('qr')}
            className="size-44 self-center rounded-md bg-white p-1"
          />
          <div>
            <p className="mb-1 text-ink-muted text-xs">{t('byHand')}</p>
            <CodeLine code={secret} copyLabel={t('copySecret')} prompt={false} />
          </div>
          <FormField label={t('code')} error={reasonIn(reasons.code)} required>
            <TextField
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              mono
              value={code}
              onValueChange={setCode}
            />
          </FormField>
        </>
      )}
    </FormDialog>
  );
}
