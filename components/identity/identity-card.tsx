import type { ReactNode } from 'react';

/** The card of every page before sign-in. */
export function IdentityCard({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="w-full max-w-sm rounded-lg border border-line bg-surface p-5 sm:p-6">
      <h1 className="font-semibold text-ink text-lg tracking-tight">{title}</h1>
      {lead && <p className="mt-1 text-ink-muted text-sm">{lead}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
