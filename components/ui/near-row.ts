import { type MouseEvent as PressEvent, type RefObject, useEffect } from 'react';
import { cn } from './class-names';

/**
 * A link is pressed anywhere in its row. It covers only the row that it is pressed in: a box over each, as they scroll by, is
 * painted in a layer of its own. The focus is drawn by the link itself, as rows that look at what is within them (:has) cost too.
 * Its row is "near:relative", and what is to be reached above it "near:relative near:z-10".
 */
export const COVERS_ROW = cn(
  "outline-none near:after:absolute near:after:inset-0 near:after:content-['']",
  'focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2',
);

/** For the body of a list that scrolls: each glyph and each skeleton that breathes is a layer of its own, so none does. */
export const NOTHING_BREATHES = '[&_.animate-breathe]:animate-none';

/** A press on a text that stands above the row's link, for its title's sake, is a press on the link too, unless it marked something. */
export function pressRow(event: PressEvent): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('a, button, [data-row-link]')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  target.closest('tr')?.querySelector('[data-row-link]')?.dispatchEvent(new MouseEvent('click', event.nativeEvent));
}

const RESTS_MS = 80;

/** With each frame of a scroll the pointer is over another row; none of them is to look hovered, which would draw both anew. */
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
