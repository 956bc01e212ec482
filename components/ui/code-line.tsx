'use client';

import { cn } from './class-names';
import { CopyButton } from './copy-button';

export interface CodeLineProps {
  code: string;
  copyLabel?: string;
  /** Shows "$ " before it; not copied. */
  prompt?: boolean;
  className?: string;
}

/** A command to read and copy. Long ones wrap, because a command must be checked before it is run. */
export function CodeLine({ code, copyLabel, prompt = true, className }: CodeLineProps) {
  return (
    <div className={cn('flex items-start gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3', className)}>
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words py-0.5 font-mono text-ink text-xs leading-5 [overflow-wrap:anywhere]">
        {prompt && (
          <span aria-hidden="true" className="mr-2 select-none text-ink-faint">
            $
          </span>
        )}
        {code}
      </code>
      <CopyButton text={code} label={copyLabel} className="mt-0.5" />
    </div>
  );
}

/** Foreign text, verbatim: an engine's error, a request body. */
export function CodeBlock({
  code,
  label,
  copyLabel,
  className,
}: {
  code: string;
  label: string;
  copyLabel?: string;
  className?: string;
}) {
  return (
    <div className={cn('relative rounded-md border border-line bg-sunken', className)}>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard (axe)
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md p-3 pr-10"
      >
        <pre className="font-mono text-ink text-xs leading-5">{code}</pre>
      </section>
      <CopyButton text={code} label={copyLabel} className="absolute! top-1.5 right-1.5" />
    </div>
  );
}
