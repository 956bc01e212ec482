'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Button } from '#components/ui/button';
import { CodeLine } from '#components/ui/code-line';
import { Dialog } from '#components/ui/dialog';
import { FormField } from '#components/ui/form-field';
import { Notice } from '#components/ui/notice';
import { NumberField } from '#components/ui/number-field';
import { SkeletonRows } from '#components/ui/skeleton';
import { readHead } from '#lib/contract/audit';
import { changeRetention, readRetention } from '#lib/contract/settings';
import { may } from '#lib/domain/access/roles';
import { asFault } from '#lib/domain/fault';
import { LEDGER_DAYS_MIN, type RetentionRules } from '#lib/domain/retention/retention';

/** How long records are kept; for admins. */
export function RetentionMenu() {
  const t = useTranslations('memory.retention');
  const [open, setOpen] = useState(false);
  if (!may(usePerson().role, 'swarm:administer')) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t('title')}
      </Button>
      {open && <RetentionDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function RetentionDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('memory.retention');
  const held = useRetention();
  const [changed, setChanged] = useState<Partial<RetentionRules>>({});
  const save = useMutation({
    mutationFn: (body: RetentionRules) => call(changeRetention, { body }),
    onSuccess: onClose,
  });
  const fault = save.error ?? held.error;
  const { announced, ...kept } = held.data ?? {};
  const rules: RetentionRules | undefined = held.data && {
    ...(kept as RetentionRules),
    // The announced limit is sent along, because leaving it out would cancel it.
    ...(announced && { ledgerDays: announced.ledgerDays }),
    ...changed,
  };
  const field = (name: keyof RetentionRules, most: number, least: number) => (
    <FormField label={t(`${name}.label`)} hint={t(`${name}.hint`)} optional>
      <NumberField
        value={rules?.[name] ?? null}
        onValueChange={(value) => setChanged({ ...changed, [name]: value })}
        min={least}
        max={most}
        unit={t(`${name}.unit`)}
      />
    </FormField>
  );
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('title')}
      description={t('about')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            pending={save.isPending}
            disabled={!rules || Object.keys(changed).length === 0}
            onClick={() => rules && save.mutate(rules)}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {fault && <FaultNotice fault={asFault(fault)} />}
        {rules ? (
          <>
            {announced && <AnnouncedNotice {...announced} />}
            {field('ledgerDays', 36_500, LEDGER_DAYS_MIN)}
            {field('taskDays', 36_500, 1)}
            {field('revisionsKept', 1_000_000, 2)}
            <LedgerHead />
          </>
        ) : (
          !fault && <SkeletonRows rows={3} />
        )}
      </div>
    </Dialog>
  );
}

/** Shown to every reader of the activity, because a shorter retention must be announced before it applies. */
export function RetentionNotice() {
  const { data } = useRetention();
  return data?.announced ? <AnnouncedNotice {...data.announced} /> : null;
}

function AnnouncedNotice({ ledgerDays, from }: { ledgerDays: number; from: string }) {
  const t = useTranslations('memory.retention');
  const format = useFormatter();
  const date = format.dateTime(new Date(from), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="mb-4">
      <Notice kind="warn">{t('announced', { date, days: ledgerDays })}</Notice>
    </div>
  );
}

function LedgerHead() {
  const t = useTranslations('memory.retention');
  const { data } = useQuery({
    queryKey: ['ledger-head'],
    queryFn: ({ signal }) => call(readHead, {}, signal),
    gcTime: 0,
  });
  if (!data) return null;
  return (
    <div className="flex flex-col gap-1 text-sm">
      <span className="font-medium">{t('head')}</span>
      <CodeLine prompt={false} code={`${data.seq}:${data.hash}`} />
      <span className="text-ink-muted text-xs">{t('headAbout')}</span>
    </div>
  );
}

const useRetention = () =>
  useQuery({ queryKey: ['retention'], queryFn: ({ signal }) => call(readRetention, {}, signal), gcTime: 0 });
