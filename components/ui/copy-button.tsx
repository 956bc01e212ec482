'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button';
import { useUi } from './ui-provider';

const SHOWN_MS = 1600;

/** Copies a text and says so. Where the browser gives no clipboard (plain HTTP), it selects through a hidden field. */
export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const { words } = useUi();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        size="sm"
        label={label ?? words.copy}
        icon={copied ? <Check className="text-good-mark" /> : <Copy />}
        className={className}
        onClick={() => void copy(text).then(setCopied)}
      />
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </>
  );
}

async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
