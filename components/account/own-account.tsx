'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { useFormAct } from '#components/api/use-form-act';
import { useClaimReason } from '#components/identity/claim-reason';
import { FaultNotice } from '#components/shell/fault-notice';
import { remember } from '#components/shell/remember';
import { Button } from '#components/ui/button';
import { Checkbox } from '#components/ui/checkbox';
import { DefinitionList } from '#components/ui/definition-list';
import { FormField } from '#components/ui/form-field';
import { Notice } from '#components/ui/notice';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { Select } from '#components/ui/select';
import { SkeletonRows } from '#components/ui/skeleton';
import { StateMark } from '#components/ui/state-mark';
import { PasswordField, TextField } from '#components/ui/text-field';
import { TimeAgo } from '#components/ui/time-ago';
import {
  changeAccount,
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  readAccount,
} from '#lib/contract/account';
import { listTokens } from '#lib/contract/tokens';
import { nameProblem, PASSWORD_MIN, passwordProblem } from '#lib/domain/access/claim';
import { asFault, type Fault } from '#lib/domain/fault';
import { LOCALE_NAMES, LOCALES } from '#lib/i18n/locale';
import type { AccountSectionProps } from './account-section-props';
import { FormDialog } from './form-dialog';
import { Passkeys } from './passkeys';
import { SecondFactor } from './second-factor';
import { SessionList } from './session-list';
import { usePeopleNews } from './use-people-news';

/**
 * What a person may change of their own account: name, language, theme, password, second factor, passkeys, sessions.
 */
export function OwnAccount() {
  const t = useTranslations('account');
  const again = usePeopleNews();
  const account = useQuery({
    queryKey: ['people', 'account'],
    queryFn: ({ signal }) => call(readAccount, {}, signal),
  });
  return (
    <>
      <PageHeader title={t('title')}>{t('intro')}</PageHeader>
      {account.isError && !account.data && (
        <FaultNotice
          fault={asFault(account.error)}
          actions={<Button onClick={() => account.refetch()}>{t('again')}</Button>}
        />
      )}
      {account.isPending && <SkeletonRows rows={6} />}
      {account.data && (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <Particulars account={account.data} reload={again} />
            <Choices account={account.data} reload={again} />
            <Sessions again={again} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <Password account={account.data} reload={again} />
            <SecondFactor account={account.data} reload={again} />
            <Passkeys account={account.data} reload={again} />
          </div>
        </div>
      )}
    </>
  );
}

function Particulars({ account, reload }: AccountSectionProps) {
  const t = useTranslations('account');
  const role = useTranslations('role');
  const reasonIn = useClaimReason();
  const { refresh } = useRouter();
  const { before, since } = account.failedSignIns;
  const [renames, setRenames] = useState(false);
  const [name, setName] = useState(account.name);
  return (
    <Panel
      title={t('who')}
      actions={
        <Button size="sm" onClick={() => setRenames(true)}>
          {t('rename')}
        </Button>
      }
    >
      <DefinitionList
        columns={1}
        items={[
          { term: t('name'), value: account.name },
          { term: t('email'), value: account.email },
          { term: t('role'), value: role(account.role) },
        ]}
      />
      {before + since > 0 && (
        <Notice kind="warn" title={t('failed.title')} className="mt-3">
          {t('failed.what', { before, since })}
        </Notice>
      )}
      {renames && (
        <FormDialog
          title={t('rename')}
          submit={t('save')}
          onClose={() => setRenames(false)}
          check={() => ({ name: nameProblem(name) ?? undefined })}
          send={async () => {
            await call(changeAccount, { body: { name } });
            reload();
            refresh();
            setRenames(false);
          }}
        >
          {(reasons) => (
            <FormField label={t('name')} error={reasonIn(reasons.name)} required>
              <TextField name="name" autoComplete="name" value={name} onValueChange={setName} />
            </FormField>
          )}
        </FormDialog>
      )}
    </Panel>
  );
}

const OWN = 'own';

function Choices({ account, reload }: AccountSectionProps) {
  const t = useTranslations('account');
  const themes = useTranslations('shell.theme');
  const { refresh } = useRouter();
  const [fault, setFault] = useState<Fault | null>(null);
  const keep = async (change: z.input<(typeof changeAccount)['body']>) => {
    setFault(null);
    try {
      await call(changeAccount, { body: change });
      reload();
    } catch (error) {
      setFault(asFault(error));
    }
  };
  return (
    <Panel title={t('choices')}>
      {fault && <FaultNotice fault={fault} className="mb-3" />}
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label={t('language')} hint={t('followed')}>
          <Select
            value={account.locale ?? OWN}
            onValueChange={async (value) => {
              const locale = LOCALES.find((known) => known === value) ?? null;
              await keep({ locale });
              if (locale) remember('locale', locale);
              refresh();
            }}
            options={[
              { value: OWN, label: t('asBrowser') },
              ...LOCALES.map((value) => ({ value: value as string, label: LOCALE_NAMES[value] })),
            ]}
          />
        </FormField>
        <FormField label={t('theme')}>
          <Select
            value={account.theme ?? OWN}
            onValueChange={async (value) => {
              const theme = value === 'light' || value === 'dark' || value === 'system' ? value : null;
              await keep({ theme });
              if (theme) {
                remember('theme', theme);
                document.documentElement.dataset.theme = theme;
              }
              refresh();
            }}
            options={[
              { value: OWN, label: t('asBrowser') },
              ...(['system', 'light', 'dark'] as const).map((value) => ({
                value: value as string,
                label: themes(value),
              })),
            ]}
          />
        </FormField>
      </div>
    </Panel>
  );
}

function Password({ account, reload }: AccountSectionProps) {
  const t = useTranslations('account.password');
  const reasonIn = useClaimReason();
  const [changes, setChanges] = useState(false);
  const [ended, setEnded] = useState<number | null>(null);
  const [keepTokens, setKeepTokens] = useState(false);
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const close = () => {
    setChanges(false);
    setOld('');
    setPassword('');
  };
  return (
    <Panel
      title={t('title')}
      actions={
        <Button size="sm" onClick={() => setChanges(true)}>
          {t('change')}
        </Button>
      }
    >
      <p className="text-ink-muted text-sm" role={ended === null ? undefined : 'status'}>
        {ended === null ? t('about') : t('done', { count: ended })}
      </p>
      {ended !== null && <RecentTokens />}
      {changes && (
        <FormDialog
          title={t('change')}
          description={t('about')}
          submit={t('change')}
          onClose={close}
          check={() => {
            const problem = passwordProblem(password, account);
            return { ...(old === '' && { old: 'missing' }), ...(problem && { password: problem }) };
          }}
          send={async () => {
            setEnded((await call(changePassword, { body: { old, password, keepTokens } })).endedTokens);
            reload();
            close();
          }}
        >
          {(reasons) => (
            <>
              <input type="email" name="email" autoComplete="username" value={account.email} readOnly hidden />
              <FormField label={t('old')} error={reasonIn(reasons.old)} required>
                <PasswordField name="old" autoComplete="current-password" value={old} onValueChange={setOld} />
              </FormField>
              <FormField
                label={t('new')}
                hint={t('hint', { min: PASSWORD_MIN })}
                error={reasonIn(reasons.password)}
                required
              >
                <PasswordField
                  name="password"
                  autoComplete="new-password"
                  value={password}
                  onValueChange={setPassword}
                />
              </FormField>
              <Checkbox checked={keepTokens} onCheckedChange={setKeepTokens} label={t('keepTokens')} />
            </>
          )}
        </FormDialog>
      )}
    </Panel>
  );
}

/** After a password change: tokens created recently, because a stranger with the old password may have made them. */
function RecentTokens() {
  const t = useTranslations('account.password');
  const tokens = useQuery({
    queryKey: ['people', 'tokens', 'me'],
    queryFn: ({ signal }) => call(listTokens, { query: { of: 'me' } }, signal),
  });
  const recent = (tokens.data?.items ?? []).filter(({ createdAt }) => Date.now() - Date.parse(createdAt) < LATELY_MS);
  if (recent.length === 0) return null;
  return (
    <div className="mt-3 text-sm">
      <p className="text-ink-muted">{t('lately')}</p>
      <ul className="mt-1 divide-y divide-line/70">
        {recent.map(({ id, name, createdAt, endedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <span className="font-medium">{name}</span>
            <TimeAgo at={createdAt} className="text-ink-muted text-xs" />
            <StateMark tone={endedAt ? 'off' : 'warn'} shape={endedAt ? 'cross' : undefined}>
              {t(endedAt ? 'tokenEnded' : 'tokenWorks')}
            </StateMark>
          </li>
        ))}
      </ul>
    </div>
  );
}

const LATELY_MS = 7 * 24 * 3_600_000;

function Sessions({ again }: { again: () => void }) {
  const t = useTranslations('account.sessions');
  const sessions = useQuery({
    queryKey: ['people', 'own-sessions'],
    queryFn: ({ signal }) => call(listOwnSessions, {}, signal),
  });
  const items = sessions.data?.items ?? [];
  const { fault, pending, submit } = useFormAct({
    check: () => ({}),
    send: async () => {
      await call(endOtherSessions, {});
      again();
    },
  });
  const [ending, setEnding] = useState<Fault | null>(null);
  return (
    <Panel
      title={t('title')}
      actions={
        items.length > 1 && (
          <form onSubmit={submit}>
            <Button size="sm" type="submit" pending={pending && items.length > 1}>
              {t('endOthers')}
            </Button>
          </form>
        )
      }
    >
      {(fault ?? ending) && <FaultNotice fault={(fault ?? ending) as Fault} className="mb-3" />}
      {sessions.isPending ? (
        <SkeletonRows rows={2} />
      ) : (
        <SessionList
          sessions={items}
          onEnd={({ id }) => {
            setEnding(null);
            call(endOwnSession, { params: { sessionId: id } }).then(again, (error: unknown) =>
              setEnding(asFault(error)),
            );
          }}
        />
      )}
    </Panel>
  );
}
