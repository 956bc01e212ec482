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
  /** What the form can check itself, by field. */
  check?: () => Record<string, string | undefined>;
  /** Calls the console. Closing, or showing a result, is up to the caller. */
  send: () => Promise<void>;
  children?: (reasons: FieldReasons) => ReactNode;
}

/** A form in a dialog. Mounted only while open, so that no input survives closing. */
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
