'use client';

import { Minimize2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { ConnectionBadge } from '#components/shell/connection-badge';
import { Mark } from '#components/shell/mark';
import { StaleBanner } from '#components/shell/stale-banner';
import { IconButton } from '#components/ui/icon-button';
import { useUi } from '#components/ui/ui-provider';
import { useNow } from '#components/ui/use-now';

/**
 * The full-screen hive with a clock and the connection's state, so that a lost connection never looks like a calm
 * swarm.
 */
export function HiveWall({ onLeave, children }: { onLeave: () => void; children: ReactNode }) {
  const t = useTranslations('hive');
  const wall = useRef<HTMLDivElement>(null);
  useEffect(() => (wall.current ? silenceAround(wall.current) : undefined), []);
  return (
    <div ref={wall} data-wall="" className="fixed inset-0 z-40 overflow-y-auto bg-canvas px-5 py-4">
      {/* One box that grows with its content: the stage measures its room again when a banner appears. */}
      <div>
        <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Mark className="size-6" />
          <h1 className="mr-auto font-semibold text-ink text-xl">{t('title')}</h1>
          <ConnectionBadge />
          <Clock />
          <IconButton label={t('wall.leave')} icon={<Minimize2 />} onClick={onLeave} />
        </header>
        <StaleBanner />
        {children}
      </div>
    </div>
  );
}

/** A clock that stops shows that the screen is frozen. */
function Clock() {
  const { locale, timeZone, renderedAt } = useUi();
  const time = useNow(
    (now) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone, hourCycle: 'h23' }).format(now),
    renderedAt,
  );
  return <time className="font-medium text-ink text-xl tabular-nums">{time}</time>;
}

/** Makes everything beneath inert; menus and hints that open above later are not. */
function silenceAround(wall: HTMLElement): () => void {
  const silenced: Element[] = [];
  for (let inside: Element = wall; inside.parentElement && inside !== document.body; inside = inside.parentElement)
    for (const other of inside.parentElement.children)
      if (other !== inside && !other.hasAttribute('inert') && !(other instanceof HTMLScriptElement)) {
        other.setAttribute('inert', '');
        silenced.push(other);
      }
  return () => {
    for (const other of silenced) other.removeAttribute('inert');
  };
}
