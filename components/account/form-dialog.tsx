'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { type FieldReasons, useFormAct } from '#components/api/use-form-act';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';

export interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode;
  submit: string;
  danger?: boolean;
  size?: 'sm' | 'md';
  onClose: () => void;
  /** What the form itself can see, field by field. */
  check?: () => Record<string, string | undefined>;
  /** Asks the console; what comes after (closing, or showing what came) is its business too. */
  send: () => Promise<void>;
  children?: (reasons: FieldReasons) => ReactNode;
}

/** One act that is asked for in a dialog. It is there only while it is open, so that nothing typed outlives it. */
export function FormDialog({
  title,
  description,
  submit: label,
  danger,
  size = 'sm',
  onClose,
  check = () => ({}),
  send,
  children,
}: FormDialogProps) {
  const t = useTranslations('act');
  const form = useId();
  const { pending, fault, reasons, submit } = useFormAct({ check: () => definedIn(check()), send });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      size={size}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={form} look={danger ? 'danger' : 'primary'} pending={pending}>
            {label}
          </Button>
        </>
      }
    >
      <form id={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        {fault && <FaultNotice fault={fault} />}
        {children?.(reasons)}
      </form>
    </Dialog>
  );
}

const definedIn = (reasons: Record<string, string | undefined>): FieldReasons =>
  Object.fromEntries(Object.entries(reasons).flatMap(([field, reason]) => (reason ? [[field, reason]] : [])));
