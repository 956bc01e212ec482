'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from './class-names';
import { IconButton } from './icon-button';
import { useUi } from './ui-provider';

/** The clipboard API requires https or localhost; a console is often opened over plain http, so there is a fallback. */
export const copyText = async (text: string): Promise<boolean> => {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  document.body.append(field);
  const before = document.activeElement;
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
};

export interface CopyButtonProps {
  text: string;
  /** What is copied, where "Copy" alone would be unclear. */
  label?: string;
  className?: string;
}

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const { words } = useUi();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <>
      <IconButton
        size="sm"
        label={label ?? words.copy}
        icon={done ? <Check className="text-good-mark" /> : <Copy />}
        onClick={async () => setDone(await copyText(text))}
        className={cn('text-ink-faint', className)}
      />
      <span role="status" className="sr-only">
        {done ? words.copied : ''}
      </span>
    </>
  );
}
