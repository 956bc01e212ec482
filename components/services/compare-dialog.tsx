'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { ChangeList } from '#components/plan/change-list';
import { FaultNotice } from '#components/shell/fault-notice';
import { Dialog } from '#components/ui/dialog';
import { FormField } from '#components/ui/form-field';
import { Select } from '#components/ui/select';
import { SkeletonRows } from '#components/ui/skeleton';
import { compareRevisions, type RevisionRow } from '#lib/contract/services';
import { asFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { imageName } from '#lib/domain/service/image';

interface CompareDialogProps {
  serviceId: ServiceId;
  revisions: readonly RevisionRow[];
  onClose(): void;
}

/** Compares any two revisions of a service by field. */
export function CompareDialog({ serviceId, revisions, onClose }: CompareDialogProps) {
  const t = useTranslations('memory.compare');
  const [from, setFrom] = useState(revisions[1]?.number ?? revisions[0]?.number ?? 1);
  const [to, setTo] = useState(revisions[0]?.number ?? 1);
  const compared = useQuery({
    queryKey: ['revisions', serviceId, 'compare', from, to],
    queryFn: ({ signal }) => call(compareRevisions, { params: { serviceId }, query: { from, to } }, signal),
  });
  const options = revisions.map(({ number, image }) => ({
    value: String(number),
    label: t('option', { number, image: imageName(image) }),
  }));
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={t('title')} description={t('about')} size="lg">
      <div className="flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <FormField label={t('from')}>
            <Select value={String(from)} onValueChange={(value) => setFrom(Number(value))} options={options} />
          </FormField>
          <FormField label={t('to')}>
            <Select value={String(to)} onValueChange={(value) => setTo(Number(value))} options={options} />
          </FormField>
        </div>
        {compared.isError ? (
          <FaultNotice fault={asFault(compared.error)} />
        ) : !compared.data ? (
          <SkeletonRows rows={3} />
        ) : compared.data.changes.length === 0 ? (
          <p className="text-ink-muted">{t('same')}</p>
        ) : (
          <ChangeList changes={compared.data.changes} />
        )}
      </div>
    </Dialog>
  );
}
