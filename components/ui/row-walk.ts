import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';

const indexOfRow = (element: Element) => Number(element.closest('tr')?.dataset.index);

/**
 * Moves the focus between the rows' links with ↑ ↓ (or j k), Home, End and Page keys. The focus keeps its place while
 * rows are added, removed and replaced. `bringIntoSight` is for a row that is not rendered.
 */
export function useRowWalk(
  body: RefObject<HTMLElement | null>,
  count: number,
  bringIntoSight: (index: number) => void,
) {
  const here = useRef<number | null>(null);
  const linkAt = useCallback(
    (index: number) => body.current?.querySelector<HTMLElement>(`tr[data-index="${index}"] [data-row-link]`),
    [body],
  );

  // After every render, because any change of the rows may remove the focused one.
  useLayoutEffect(() => {
    if (here.current === null) return;
    const active = document.activeElement;
    if (active?.matches('[data-row-link]') && body.current?.contains(active)) here.current = indexOfRow(active);
    else if (active === null || active === document.body) linkAt(here.current)?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const leave = (event: Event) => {
      if (event.type === 'pointerdown' || (event.target instanceof Node && !body.current?.contains(event.target)))
        here.current = null;
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [body]);

  const onFocus = (event: FocusEvent) => {
    if (event.target.matches('[data-row-link]')) here.current = indexOfRow(event.target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = rowToGo(event, count);
    if (target === null) return;
    event.preventDefault();
    here.current = target;
    const link = linkAt(target);
    if (link) {
      link.focus({ preventScroll: true });
      // the row's scroll margin covers the sticky bars
      link.closest('tr')?.scrollIntoView({ block: 'nearest' });
      return;
    }
    bringIntoSight(target);
    // The row is rendered soon: once the focus is nowhere, the effect above moves it there.
    if (event.target instanceof HTMLElement) event.target.blur();
  };
  return { onFocus, onKeyDown };
}

/** The index of the row to focus after a key; null where the key does nothing. */
function rowToGo(event: KeyboardEvent, count: number): number | null {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row-link]')) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const here = indexOfRow(event.target);
  const there = {
    ArrowDown: here + 1,
    j: here + 1,
    ArrowUp: here - 1,
    k: here - 1,
    Home: 0,
    End: count - 1,
    PageDown: here + 10,
    PageUp: here - 10,
  }[event.key];
  return there === undefined ? null : Math.min(count - 1, Math.max(0, there));
}
