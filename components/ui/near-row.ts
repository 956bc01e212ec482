import { type MouseEvent as PressEvent, type RefObject, useEffect } from 'react';
import { cn } from './class-names';

/**
 * A link covers its row only while the pointer is over the row, because boxes over all rows would each be painted in a
 * layer of their own while scrolling. The link draws the focus itself, because :has on rows costs as much. The row has
 * "near:relative"; controls above the link have "near:relative near:z-10".
 */
export const COVERS_ROW = cn(
  "outline-none near:after:absolute near:after:inset-0 near:after:content-['']",
  'focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2',
);

/** For a scrolling list: each animated glyph or skeleton would be a layer of its own, so none is animated. */
export const NOTHING_BREATHES = '[&_.animate-breathe]:animate-none';

/**
 * A press on text above the row's link, which is there for its title, counts as a press on the link, unless it selected
 * text.
 */
export function pressRow(event: PressEvent): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('a, button, [data-row-link]')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  target.closest('tr')?.querySelector('[data-row-link]')?.dispatchEvent(new MouseEvent('click', event.nativeEvent));
}

const RESTS_MS = 80;

/**
 * While scrolling, the pointer is over another row in each frame; the hover style is off, because it would repaint both
 * rows.
 */
export function useUntouchedWhileScrolled(rows: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let rested: ReturnType<typeof setTimeout> | undefined;
    const touched = (is: boolean) => {
      if (rows.current) rows.current.style.pointerEvents = is ? '' : 'none';
    };
    const onScroll = () => {
      if (rested === undefined) touched(false);
      clearTimeout(rested);
      rested = setTimeout(() => {
        rested = undefined;
        touched(true);
      }, RESTS_MS);
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.removeEventListener('scroll', onScroll);
      clearTimeout(rested);
      touched(true);
    };
  }, [rows]);
}
