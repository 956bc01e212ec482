'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { FormField } from '#components/ui/form-field';
import { NumberField } from '#components/ui/number-field';
import { SkeletonRows } from '#components/ui/skeleton';
import { changeRetention, readRetention } from '#lib/contract/settings';
import { may } from '#lib/domain/access/roles';
import { asFault } from '#lib/domain/fault';
import { call } from '../api/call';

interface Rules {
  ledgerDays: number | null;
  taskDays: number | null;
  revisionsKept: number | null;
}

/** How long what is kept: for admins. */
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
  const held = useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => call(readRetention, {}, signal),
    gcTime: 0,
  });
  const [changed, setChanged] = useState<Partial<Rules>>({});
  const save = useMutation({ mutationFn: (body: Rules) => call(changeRetention, { body }), onSuccess: onClose });
  const fault = save.error ?? held.error;
  const rules: Rules | undefined = held.data && { ...held.data, ...changed };
  const field = (name: keyof Rules, most: number, least: number) => (
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
            {field('ledgerDays', 36_500, 1)}
            {field('taskDays', 36_500, 1)}
            {field('revisionsKept', 1_000_000, 2)}
          </>
        ) : (
          !fault && <SkeletonRows rows={3} />
        )}
      </div>
    </Dialog>
  );
}
