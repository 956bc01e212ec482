import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useConnection } from '#components/live/live-provider';

const HELD = 'swarmdeck:held';

/**
 * Next's router for what is no link, such as a chosen command. While the console is away it goes nowhere, because Next falls back
 * to the browser's own navigation and that ends on an error page; the banner says why.
 */
export function useSafeRouter(): { push(href: string): void; refresh(): void } {
  const router = useRouter();
  const isAway = useConnection().link === 'lost';
  const unlessAway = (go: () => void) => (isAway ? window.dispatchEvent(new Event(HELD)) : go());
  return { push: (href) => unlessAway(() => router.push(href)), refresh: () => unlessAway(() => router.refresh()) };
}

/**
 * While the console is away a link would end on the browser's own error page, and the last state would be lost with it. Such links do
 * nothing then. Answers whether one was pressed since `away` began.
 */
export function useHeldLinks(away: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!away) return setHeld(false);
    const onClick = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.origin !== window.location.origin) return;
      // next/link does nothing with a press that was prevented; a row that opens in place needs no console and still does.
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
