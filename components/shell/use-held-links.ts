import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useConnection } from '#components/live/live-provider';

const HELD = 'swarmdeck:held';

/**
 * Next's router for navigation without a link, such as a command. While the console is unreachable it does nothing,
 * because Next would fall back to a full load, which ends on the browser's error page. The banner explains it.
 */
export function useSafeRouter(): { push(href: string): void; refresh(): void } {
  const router = useRouter();
  const isAway = useConnection().link === 'lost';
  const unlessAway = (go: () => void) => (isAway ? window.dispatchEvent(new Event(HELD)) : go());
  return { push: (href) => unlessAway(() => router.push(href)), refresh: () => unlessAway(() => router.refresh()) };
}

/**
 * Blocks links while the console is unreachable, because they would end on the browser's error page and lose the last
 * picture. Returns whether one was pressed since `away` began.
 */
export function useHeldLinks(away: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!away) return setHeld(false);
    const onClick = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.origin !== window.location.origin) return;
      // next/link ignores a prevented press; a row that opens on this page requires no server and still works.
      event.preventDefault();
      if (link.pathname !== window.location.pathname) setHeld(true);
    };
    const onHeld = () => setHeld(true);
    window.addEventListener('click', onClick, { capture: true });
    window.addEventListener(HELD, onHeld);
    return () => {
      window.removeEventListener('click', onClick, { capture: true });
      window.removeEventListener(HELD, onHeld);
    };
  }, [away]);
  return held;
}
