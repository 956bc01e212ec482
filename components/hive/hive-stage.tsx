'use client';

import { useTranslations } from 'next-intl';
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Hive } from '#components/live/use-hive';
import { useSafeRouter } from '#components/shell/use-held-links';
import { cn } from '#components/ui/class-names';
import { ColumnHead, GroupHead } from './column-heads';
import type { HiveMark } from './hive-mark';
import { HiveTooltip } from './hive-tooltip';
import type { HiveView } from './hive-view';
import { type HiveLayout, type Room, type Spot, spotAt } from './layout';
import { onThemeChange, type Palette, readPalette } from './palette';
import { StageEngine } from './stage-engine';
import type { Arranged } from './use-hive-view';
import { useTaskWords } from './use-task-words';
import { stepOf, walk } from './walk';

/** How long the pointer rests on a cell before its service is singled out. */
const REST_MS = 350;

export interface HiveStageProps {
  hive: Hive;
  arranged: Arranged;
  /** Which services are singled out; null: none. */
  fits: ((serviceName: string) => boolean) | null;
  marks: readonly HiveMark[];
  /** Called when the numbers in legend and table have changed. */
  onFigures: () => void;
  /** The wall fills its container; otherwise the hive may scroll beyond the window. */
  onWall: boolean;
  /** Shows the past, because there is no live source. */
  stale: boolean;
}

/** The hive on canvases, with column heads as text, pointer and keyboard. */
export function HiveStage({ hive, arranged, fits, marks, onFigures, onWall, stale }: HiveStageProps) {
  const t = useTranslations('hive');
  const router = useSafeRouter();
  const words = useTaskWords(arranged);
  const outer = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const [engine, setEngine] = useState<StageEngine | null>(null);
  const [layout, setLayout] = useState<HiveLayout | null>(null);
  const [hovered, setHovered] = useState<Spot | null>(null);
  const [focus, setFocus] = useState<{ spot: Spot; cell: number } | null>(null);
  const [byKeyboard, setByKeyboard] = useState(false);
  const [gone, setGone] = useState(0);
  const palette = usePalette(outer);
  const room = useRoom(outer, onWall);
  const still = useReducedMotion();
  const hint = useId();

  const { view, replica } = arranged;
  const cellAt = useCallback(
    (spot: Spot | null) => (spot && spot.index >= 0 ? (view.columns[spot.column]?.cells[spot.index] ?? null) : null),
    [view],
  );
  const hoveredCell = cellAt(hovered);
  const focused = focus && spotNow(view, focus);
  const focusedCell = cellAt(focused);
  const rested = useRested(hoveredCell);
  const lit = useMemo(() => {
    const some = marks.length > 0 ? new Set(marks) : null;
    const service = fits || some || rested === null ? -1 : replica.serviceNumber(rested);
    if (!fits && !some && service < 0) return null;
    const known: boolean[] = [];
    const fitting = (number: number): boolean => {
      if (!fits) return service < 0 || number === service;
      known[number] ??= fits(words.nameOf(number));
      return known[number];
    };
    return (cell: number) => {
      const mark = view.mark(cell);
      return mark !== null && (some?.has(mark) ?? true) && fitting(replica.serviceNumber(cell));
    };
  }, [fits, marks, rested, replica, view, words]);

  useEffect(() => {
    if (!below.current || !above.current) return;
    const made = new StageEngine(below.current, above.current, { layout: setLayout, figures: onFigures });
    setEngine(made);
    return () => made.close();
  }, [onFigures]);

  useEffect(
    () =>
      hive.subscribe((changed) => {
        if (changed !== 'all') engine?.change(changed);
      }),
    [hive.subscribe, engine],
  );

  useLayoutEffect(() => {
    if (!engine || !palette || !room) return;
    engine.set({
      view,
      replica,
      arrangement: arranged.situation,
      palette,
      room,
      nameOf: words.nameOf,
      lit,
      hovered: hoveredCell,
      focused: focusedCell,
      still,
    });
  }, [engine, view, replica, arranged, palette, room, words, lit, hoveredCell, focusedCell, still]);

  const focusOn = (spot: Spot | null) => {
    const cell = cellAt(spot);
    setFocus(spot && cell !== null ? { spot, cell } : null);
  };

  const open = async (cell: number | null) => {
    if (cell === null) return;
    const task = await hive.askTask(cell);
    if (task) router.push(`/tasks?task=${task}`);
    else setGone((times) => times + 1);
  };

  const spotOf = (event: PointerEvent): Spot | null => {
    const box = event.currentTarget.getBoundingClientRect();
    return layout && spotAt(layout, event.clientX - box.left, event.clientY - box.top);
  };
  const point = (event: PointerEvent) => {
    const spot = spotOf(event);
    const cell = cellAt(spot);
    if (cell !== hoveredCell) setHovered(cell === null ? null : spot);
    if (cell !== null) setByKeyboard(false);
  };
  const press = (event: PointerEvent) => {
    const spot = spotOf(event);
    const cell = cellAt(spot);
    if (cell === null) return setHovered(null);
    // Touch has no hover: the first tap shows the tooltip, the second opens.
    if (event.pointerType === 'mouse' || hoveredCell === cell) void open(cell);
    else setHovered(spot);
  };
  const pressKey = (event: KeyboardEvent) => {
    if (!layout || event.altKey || event.metaKey) return;
    const step = stepOf(event.key, event.ctrlKey);
    if (step) {
      event.preventDefault();
      const next = walk(layout, focused, step);
      focusOn(next);
      setHovered(null);
      setByKeyboard(true);
      const placed = next && layout.columns[next.column];
      if (placed) bringIntoSight(outer.current, placed.y, placed.y + placed.height);
    }
    if ((event.key === 'Enter' || event.key === ' ') && focused) {
      event.preventDefault();
      void open(focusedCell);
    }
    if (event.key === 'Escape' && (focused || hovered)) {
      // The next Escape leaves the wall.
      event.preventDefault();
      setFocus(null);
      setHovered(null);
    }
  };

  const described = byKeyboard && focused ? focused : hovered;
  const describedCell = cellAt(described);
  const announcement =
    byKeyboard && focused && describedCell !== null
      ? t('announce', {
          task: words.taskName(describedCell),
          state: words.markWord(describedCell),
          node: words.columnName(focused.column),
          place: focused.index + 1,
          count: view.columns[focused.column]?.cells.length ?? 0,
        })
      : '';

  return (
    <div
      ref={outer}
      className={cn('relative w-full', stale && 'opacity-60 grayscale')}
      style={{ height: layout ? layout.height : (room?.height ?? 400) }}
    >
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one focus stop for all cells, walked by the arrow keys.
        tabIndex={0}
        aria-label={t('title')}
        aria-describedby={hint}
        className="absolute inset-0 cursor-default rounded-md outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:outline-offset-4"
        data-tasks={replica.count}
        onKeyDown={pressKey}
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible') || !layout) return;
          setByKeyboard(true);
          if (focused) return;
          focusOn(walk(layout, null, 'start'));
        }}
        onBlur={() => setByKeyboard(false)}
        onPointerMove={point}
        onPointerLeave={() => setHovered(null)}
        onPointerUp={press}
        style={{ cursor: hoveredCell === null ? 'default' : 'pointer' }}
      >
        <canvas ref={below} className="pointer-events-none absolute inset-0 size-full" />
        <canvas ref={above} className="pointer-events-none absolute inset-0 size-full" />
      </div>
      <p id={hint} className="sr-only">
        {t('keys')}
      </p>
      <p aria-live="polite" data-hive-said="" className="sr-only">
        {gone > 0 && !announcement ? t('gone') : announcement}
      </p>
      {layout?.groups.map((placed) => {
        const group = view.groups[placed.group];
        return group && <GroupHead key={`${group.kind}/${group.value}`} view={view} group={group} placed={placed} />;
      })}
      {(layout?.head === 'words' || layout?.head === 'name') &&
        layout.columns.map((placed) => {
          const column = view.columns[placed.column];
          return (
            column && (
              <ColumnHead
                key={column.nodeId ?? 'unassigned'}
                column={column}
                placed={placed}
                height={layout.headHeight}
                inWords={layout.head === 'words'}
              />
            )
          );
        })}
      {layout && described && describedCell !== null && (
        <HiveTooltip layout={layout} spot={described} cell={describedCell} arranged={arranged} words={words} />
      )}
    </div>
  );
}

/** Where the focused task is now; when it was removed, its successor. */
function spotNow(view: HiveView, { spot, cell }: { spot: Spot; cell: number }): Spot | null {
  const column = view.columnOf(cell);
  if (column !== undefined) return { column, index: view.indexOf(cell) };
  const count = view.columns[spot.column]?.cells.length ?? 0;
  return count === 0 ? null : { column: spot.column, index: Math.min(spot.index, count - 1) };
}

/** Scrolls no further than necessary, and not under the bar. */
function bringIntoSight(outer: HTMLElement | null, top: number, bottom: number): void {
  if (!outer) return;
  const box = outer.getBoundingClientRect();
  const [over, under] = [box.top + top - 80, box.top + bottom - window.innerHeight + 80];
  const scroller = outer.closest('[data-wall]') ?? window;
  if (over < 0) scroller.scrollBy({ top: over });
  else if (under > 0) scroller.scrollBy({ top: Math.min(under, over) });
}

function usePalette(of: RefObject<HTMLElement | null>): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = () => of.current && setPalette(readPalette(of.current));
    read();
    return onThemeChange(read);
  }, [of]);
  return palette;
}

/** The room for the hive: the width of its container, the height in view. */
function useRoom(outer: RefObject<HTMLElement | null>, onWall: boolean): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const measure = () => {
      const box = outer.current?.getBoundingClientRect();
      if (!outer.current || !box) return;
      const scrolled = outer.current.closest('[data-wall]')?.scrollTop ?? window.scrollY;
      // Below are the page's margin and, on a narrow screen, the navigation bar.
      const below = onWall ? 16 : window.innerWidth < 768 ? 100 : 52;
      const width = Math.floor(box.width);
      const height = Math.max(320, Math.floor(window.innerHeight - box.top - scrolled - below));
      const density = Math.min(window.devicePixelRatio || 1, 3);
      setRoom((held) =>
        held?.width === width && held.height === height && held.density === density ? held : { width, height, density },
      );
    };
    measure();
    const watch = new ResizeObserver(measure);
    if (outer.current?.parentElement) watch.observe(outer.current.parentElement);
    window.addEventListener('resize', measure);
    return () => {
      watch.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [outer, onWall]);
  return room;
}

function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(false);
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)');
    const read = () => setReduced(query.matches);
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }, []);
  return reduced;
}

/** The cell on which the pointer rests; null as soon as it leaves. */
function useRested(cell: number | null): number | null {
  const [rested, setRested] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(cell), cell === null ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [cell]);
  return cell === null ? null : rested;
}
