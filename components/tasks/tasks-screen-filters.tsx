'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { Combobox } from '#components/ui/combobox';
import { FilterFold } from '#components/ui/filter-fold';
import { Select } from '#components/ui/select';
import { StateGlyph } from '#components/ui/state-glyph';
import { SearchField } from '#components/ui/text-field';
import { TONE_SOFT, TONE_TEXT } from '#components/ui/tone';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { TASK_STATES, type TaskState } from '#lib/domain/task/task';
import { formatTaskQuery, type TaskQuery } from '#lib/live/query/task-query';
import type { TaskSummary } from '#lib/live/query/task-view';
import { markOfState } from './task-mark';
import type { ClusterNames } from './use-cluster-names';

export interface FiltersProps {
  query: TaskQuery;
  names: ClusterNames;
  summary: TaskSummary | undefined;
  set: (next: Partial<TaskQuery>) => void;
  clear: () => void;
}

/** Desired states that orchestrators set; the states between are only passed through. */
const DESIRED: TaskState[] = ['ready', 'running', 'complete', 'shutdown', 'remove'];

/** The text filter is debounced, because each change is a query to the server. */
const PAUSE_MS = 180;

/** The filters: text, selects, and a chip with a count per state. */
export function TaskFilters({ query, names, summary, set, clear }: FiltersProps) {
  const t = useTranslations('tasks.screen');
  const open = { sort: 'service', descending: false, groupBy: null } as const;
  const isNarrowed = formatTaskQuery({ ...query, ...open }) !== '';
  return (
    <search aria-label={t('filters')} className="mb-3 flex flex-col gap-2.5">
      <Choices query={query} names={names} set={set} />
      {/* On a phone one scrolling line, because five lines of chips would leave no room for tasks. */}
      <div className="-mx-4 flex items-center gap-1.5 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
        <StateChips chosen={query.states} counts={summary?.states} onChange={(states) => set({ states })} />
        {query.error !== null && query.groupBy !== 'error' && (
          <Removable onRemove={() => set({ error: null })}>
            {query.error === '' ? t('group.noError') : t('errorIs', { error: query.error })}
          </Removable>
        )}
        {query.exitCode !== null && query.groupBy !== 'exitCode' && (
          <Removable onRemove={() => set({ exitCode: null })}>
            {query.exitCode === 'none' ? t('group.noExitCode') : t('exitCodeIs', { code: query.exitCode })}
          </Removable>
        )}
        {isNarrowed && (
          <Button size="sm" look="quiet" icon={<X />} onClick={clear} className="max-sm:order-first">
            {t('clear')}
          </Button>
        )}
      </div>
    </search>
  );
}

/** Memoised apart from the counts, which change many times a second. */
const Choices = memo(function Choices({ query, names, set }: Pick<FiltersProps, 'query' | 'names' | 'set'>) {
  const t = useTranslations('tasks.screen');
  const words = useTranslations('tasks.state');
  const nodes = useMemo(() => [{ value: 'none', label: t('withoutNode') }, ...names.nodes], [names, t]);
  const images = useMemo(() => names.images.map((image) => ({ value: image, label: image })), [names]);
  const find = { findLabel: t('find'), noneLabel: t('findNone') };
  const desired = query.desired.join(' ');
  const offered = query.desired.length < 2 ? DESIRED.map(String) : [...DESIRED, desired];
  if (query.desired.length === 1 && !offered.includes(desired)) offered.push(desired);
  return (
    <div className="flex flex-col gap-2 xl:flex-row">
      <FilterFold
        label={t('filterButton')}
        count={[query.service, query.node, query.image].filter(Boolean).length + (query.desired.length > 0 ? 1 : 0)}
        always={<TextFilter text={query.text} onChange={(text) => set({ text })} />}
        className="grid grid-cols-2 gap-2 md:grid-cols-4 xl:flex"
      >
        <Combobox
          label={t('service')}
          anyLabel={t('anyService')}
          value={query.service}
          options={names.services}
          onValueChange={(service) => set({ service: service as ServiceId | null })}
          className="xl:w-40"
          {...find}
        />
        <Combobox
          label={t('node')}
          anyLabel={t('anyNode')}
          value={query.node}
          options={nodes}
          onValueChange={(node) => set({ node: node as NodeId | null })}
          className="xl:w-40"
          {...find}
        />
        <Combobox
          label={t('image')}
          anyLabel={t('anyImage')}
          value={query.image}
          options={images}
          onValueChange={(image) => set({ image })}
          className="xl:w-48"
          {...find}
        />
        <Select
          aria-label={t('desired')}
          className="xl:w-48"
          value={desired}
          onValueChange={(value) => set({ desired: value === '' ? [] : (value.split(' ') as TaskState[]) })}
          options={[
            { value: '', label: t('anyDesired') },
            ...offered.map((value) => ({
              value,
              label: t('desiredIs', {
                state: value
                  .split(' ')
                  .map((state) => words(state as TaskState))
                  .join(', '),
              }),
            })),
          ]}
        />
      </FilterFold>
    </div>
  );
});

/** Typed text is shown at once and applied after a pause; a change from outside replaces it. */
function TextFilter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTranslations('tasks.screen');
  const [typed, setTyped] = useState(text);
  const applied = useRef(text);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    if (text !== applied.current.trim().replace(/\s+/g, ' ')) setTyped(text);
    applied.current = text;
  }, [text]);
  useEffect(() => {
    if (typed === applied.current) return;
    const timer = setTimeout(() => {
      applied.current = typed;
      change.current(typed);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <SearchField
      label={t('text')}
      maxLength={120}
      className="min-w-0 flex-1 xl:min-w-64"
      value={typed}
      onValueChange={setTyped}
    />
  );
}

interface ChipsProps {
  chosen: readonly TaskState[];
  counts: TaskSummary['states'] | undefined;
  onChange: (states: TaskState[]) => void;
}

/**
 * Always shown. Other states appear when first seen and then stay, because a chip that comes and goes cannot be
 * pressed.
 */
const ALWAYS: TaskState[] = ['pending', 'running', 'shutdown', 'failed'];

function StateChips({ chosen, counts, onChange }: ChipsProps) {
  const t = useTranslations('tasks');
  const seen = useRef(new Set(ALWAYS));
  for (const state of [...chosen, ...(Object.keys(counts ?? {}) as TaskState[])]) seen.current.add(state);
  const toggle = (state: TaskState) =>
    onChange(chosen.includes(state) ? chosen.filter((other) => other !== state) : [...chosen, state]);
  return (
    <fieldset className="contents">
      <legend className="sr-only">{t('screen.states')}</legend>
      {TASK_STATES.filter((state) => seen.current.has(state)).map((state) => {
        const { tone, shape } = markOfState(state);
        const count = counts?.[state] ?? 0;
        const pressed = chosen.includes(state);
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            onClick={() => toggle(state)}
            className={cn(
              'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-xs transition-colors duration-100 pointer-coarse:h-10 pointer-coarse:px-3.5',
              pressed
                ? cn('border-current font-medium max-sm:-order-1', TONE_SOFT[tone], TONE_TEXT[tone])
                : 'border-line-strong bg-surface text-ink-muted hover:border-control hover:text-ink',
            )}
          >
            <StateGlyph tone={tone} shape={shape} className={count === 0 && !pressed ? 'opacity-50' : undefined} />
            {t(`state.${state}`)}
            <Count value={counts && count} />
          </button>
        );
      })}
    </fieldset>
  );
}

function Count({ value }: { value: number | undefined }) {
  const t = useTranslations('tasks.screen');
  return (
    <span className={cn('min-w-[2ch] text-right tabular-nums', value !== 0 && 'text-ink')}>
      {value === undefined ? '–' : t('number', { count: value })}
    </span>
  );
}

function Removable({ children, onRemove }: { children: string; onRemove: () => void }) {
  const t = useTranslations('tasks.screen');
  return (
    <button
      type="button"
      aria-label={t('remove', { filter: children })}
      onClick={onRemove}
      className="inline-flex h-7 max-w-80 shrink-0 items-center gap-1.5 rounded-full border border-accent-mark bg-accent-soft px-2.5 text-ink text-xs pointer-coarse:h-10"
    >
      <span className="truncate">{children}</span>
      <X aria-hidden="true" className="size-3.5 shrink-0" />
    </button>
  );
}
