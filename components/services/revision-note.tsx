'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { FormField } from '#components/ui/form-field';
import { IconButton } from '#components/ui/icon-button';
import { TextField } from '#components/ui/text-field';
import { noteRevision, type RevisionRow } from '#lib/contract/services';
import { may } from '#lib/domain/access/roles';
import { asFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';

const LONGEST = 500;

/** A revision's note, and its editor. */
export function RevisionNote({ serviceId, row }: { serviceId: ServiceId; row: RevisionRow }) {
  const t = useTranslations('memory.note');
  const [text, setText] = useState<string | null>(null);
  const mayWrite = may(usePerson().role, 'service:update');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (note: string) => call(noteRevision, { params: { serviceId, number: row.number }, body: { note } }),
    onSuccess: () => {
      setText(null);
      void client.invalidateQueries({ queryKey: ['revisions', serviceId] });
    },
  });
  return (
    <>
      {row.note && <span className="min-w-0 [overflow-wrap:anywhere]">{row.note}</span>}
      {mayWrite && (
        <IconButton
          size="sm"
          label={t(row.note ? 'change' : 'add', { number: row.number })}
          icon={<Pencil />}
          onClick={() => setText(row.note ?? '')}
        />
      )}
      <Dialog
        open={text !== null}
        onOpenChange={(isOpen) => !isOpen && setText(null)}
        title={t('title', { number: row.number })}
        size="sm"
        footer={
          <>
            <Button onClick={() => setText(null)}>{t('cancel')}</Button>
            <Button look="primary" pending={save.isPending} onClick={() => save.mutate(text ?? '')}>
              {t('save')}
            </Button>
          </>
        }
      >
        {save.isError && <FaultNotice fault={asFault(save.error)} />}
        <FormField label={t('label')} hint={t('hint')} optional>
          <TextField value={text ?? ''} onValueChange={setText} maxLength={LONGEST} />
        </FormField>
      </Dialog>
    </>
  );
}
