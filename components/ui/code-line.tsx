'use client';

import { CopyButton } from './copy-button';

/** A command to read and to take along. */
export function CodeLine({ code, label }: { code: string; label?: string }) {
  return (
    <div className="flex items-start gap-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words py-0.5 font-mono text-ink text-xs">{code}</code>
      <CopyButton text={code} label={label} />
    </div>
  );
}

/** A longer text that keeps its lines: a request, an answer. Can be scrolled by the keyboard. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md p-3 pr-10"
      >
        <pre className="font-mono text-ink text-xs">{code}</pre>
      </section>
      <CopyButton text={code} className="absolute! top-1.5 right-1.5" />
    </div>
  );
}
