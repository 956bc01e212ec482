import { useEffect, useState } from 'react';

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
    window.addEventListener('click', onClick, { capture: true });
    return () => window.removeEventListener('click', onClick, { capture: true });
  }, [away]);
  return held;
}
