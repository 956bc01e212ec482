'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { CodeLine } from '#components/ui/code-line';
import { Dialog } from '#components/ui/dialog';
import { Notice } from '#components/ui/notice';

export interface ShownOnceProps {
  title: ReactNode;
  /** What the secret is for, and until when. */
  children?: ReactNode;
  text: string;
  onClose: () => void;
}

/** A secret that cannot be shown again: it stays until the person dismisses it. */
export function ShownOnce({ title, children, text, onClose }: ShownOnceProps) {
  const t = useTranslations('account.once');
  return (
    <Dialog
      open
      locked
      onOpenChange={(open) => open || onClose()}
      title={title}
      size="md"
      footer={
        <Button look="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice kind="warn" title={t('title')}>
          {t('why')}
        </Notice>
        {text.includes('\n') ? (
          <div className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-sm">
            {text.split('\n').map((line) => (
              <span key={line}>{line}</span>
            ))}
          </div>
        ) : (
          <CodeLine code={text} copyLabel={t('copy')} prompt={false} />
        )}
        {children && <div className="text-ink-muted text-sm">{children}</div>}
      </div>
    </Dialog>
  );
}
