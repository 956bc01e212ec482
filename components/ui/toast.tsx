'use client';

import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from './icon-button';
import { StateGlyph } from './state-glyph';
import type { Tone } from './tone';
import { useUi } from './ui-provider';

export interface Toast {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  /** Bad news stays until it is dismissed; the rest goes after some seconds, not while it is pointed at. */
  stays?: boolean;
}

interface ShownToast extends Toast {
  id: number;
}

const Show = createContext<((toast: Toast) => void) | null>(null);

/** Says in passing that something was taken up or has ended. Nothing is said only here. */
export const useToast = () => {
  const show = useContext(Show);
  if (!show) throw new Error('useToast() is used outside of <ToastProvider>.');
  return show;
};

const LASTS_MS = 6000;
const MOST = 4;

function ToastCard({ toast, onGone }: { toast: ShownToast; onGone: (id: number) => void }) {
  const { words } = useUi();
  const [held, setHeld] = useState(false);
  const stays = toast.stays ?? toast.tone === 'bad';
  useEffect(() => {
    if (stays || held) return;
    const timer = setTimeout(() => onGone(toast.id), LASTS_MS);
    return () => clearTimeout(timer);
  }, [stays, held, onGone, toast.id]);
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-rise items-start gap-2.5 rounded-md border border-line bg-raised py-2.5 pr-2 pl-3 text-sm shadow-overlay"
    >
      <StateGlyph tone={toast.tone} className="mt-[5px]" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{toast.title}</p>
        {toast.children && <div className="text-ink-muted text-xs">{toast.children}</div>}
      </div>
      <IconButton size="sm" label={words.dismiss} icon={<X />} hint={false} onClick={() => onGone(toast.id)} />
    </li>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const { words } = useUi();
  const [toasts, setToasts] = useState<ShownToast[]>([]);
  const next = useRef(0);
  const show = useCallback((toast: Toast) => {
    next.current += 1;
    const id = next.current;
    setToasts((shown) => [...shown, { ...toast, id }].slice(-MOST));
  }, []);
  const remove = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const list = useMemo(
    () => toasts.map((toast) => <ToastCard key={toast.id} toast={toast} onGone={remove} />),
    [toasts, remove],
  );
  return (
    <Show value={show}>
      {children}
      <section aria-label={words.notifications} aria-live="polite" aria-relevant="additions">
        <ul className="pointer-events-none fixed inset-x-3 bottom-20 z-50 flex flex-col gap-2 sm:right-4 sm:bottom-4 sm:left-auto sm:w-88">
          {list}
        </ul>
      </section>
    </Show>
  );
}
