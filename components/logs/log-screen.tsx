'use client';

import { ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { usePerson } from '#components/shell/person';
import { CopyButton } from '#components/ui/copy-button';
import { Dialog } from '#components/ui/dialog';
import { EmptyState } from '#components/ui/empty-state';
import { SkeletonRows } from '#components/ui/skeleton';
import { StateMark } from '#components/ui/state-mark';
import type { Tone } from '#components/ui/tone';
import { useUi } from '#components/ui/ui-provider';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { LogEntry, LogRow } from './log-entry';
import { LogList } from './log-list';
import { LogNotices } from './log-notices';
import { matchesIn, nextMatch } from './log-search';
import { type LogPicture, LogStore, MOST_ROWS } from './log-store';
import { lineTime } from './log-time';
import { type LogFilter, LogToolbar } from './log-toolbar';
import { momentOf, useLogChoices } from './use-log-choices';
import { useTaskLabels } from './use-task-labels';

export interface LogScreenProps {
  of: { kind: 'service'; id: ServiceId } | { kind: 'task'; id: TaskId };
  serviceId: ServiceId;
  /** What the list holds, for screen readers. */
  label: string;
}

/** The live output of a service's tasks or of one task. */
export function LogScreen(props: LogScreenProps) {
  const t = useTranslations('logs');
  const role = useTranslations('role');
  if (may(usePerson().role, 'logs:read')) return <Readable {...props} />;
  return (
    <EmptyState icon={<ScrollText />} title={t('notAllowed.title')}>
      {t('notAllowed.why', { role: role(leastRoleFor('logs:read')) })}
    </EmptyState>
  );
}

const EVERYTHING: LogFilter = { hidden: new Set(), channel: 'both', spec: 'any' };

function Readable({ of, serviceId, label }: LogScreenProps) {
  const t = useTranslations('logs');
  const { timeZone } = useUi();
  const [store] = useState(() => new LogStore());
  const picture = useSyncExternalStore(store.listen, store.picture, store.picture);
  const [choices, choose] = useLogChoices();
  const [again, setAgain] = useState(0);
  const [sought, setSought] = useState('');
  const [goTo, setGoTo] = useState<{ id: number } | null>(null);
  const [filter, setFilter] = useState(EVERYTHING);
  const [follow, setFollow] = useState(true);
  const [showTime, setShowTime] = useKept('time', true, false);
  const [wrap, setWrap] = useKept('wrap', false, true);
  const [opened, setOpened] = useState<LogEntry | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const labels = useTaskLabels(serviceId, picture.tasks);
  const address = `/api/v1/${of.kind}s/${of.id}/logs`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` opens the same stream once more
  useEffect(() => {
    setFollow(true);
    setGoTo(null);
    return store.start({ address, tail: choices.tail, since: momentOf(choices.since, Date.now()) });
  }, [store, address, choices, again]);

  const { rows: all, version } = picture;
  const narrowed = filter.hidden.size > 0 || filter.channel !== 'both' || filter.spec !== 'any';
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are mutated, and `version` counts it
  const rows = useMemo(
    () => (narrowed ? all.filter((row) => isShown(row, filter, labels)) : all),
    [all, version, narrowed, filter, labels],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are mutated, and `version` counts it
  const matches = useMemo(() => matchesIn(rows, sought), [rows, version, sought]);
  const at = goTo ? matches.findIndex((index) => rows[index]?.id === goTo.id) + 1 : 0;

  const goToMatch = (step: 1 | -1) => {
    const from = goTo ? rows.findIndex(({ id }) => id === goTo.id) : step === 1 ? -1 : rows.length;
    const index = nextMatch(matches, from, step);
    const row = index === null ? undefined : rows[index];
    if (!row) return;
    setFollow(false);
    setGoTo({ id: row.id });
  };

  const seen = useRef(0);
  if (follow) seen.current = picture.fresh;
  const fresh = Math.max(0, picture.fresh - seen.current);

  useLogKeys({
    '/': () => searchField.current?.focus(),
    n: () => goToMatch(1),
    N: () => goToMatch(-1),
    f: () => setFollow(!follow),
    w: () => setWrap(!wrap),
    p: () => store.pause(!picture.paused),
  });

  const text = useCallback(
    () =>
      rows
        .map((row) => {
          if (row.kind === 'hole') return `# ${t('hole', { count: row.count })}`;
          const name = labels.get(row.line.taskId)?.name ?? row.line.taskId.slice(0, 12);
          return [showTime && lineTime(row.line.at, timeZone).join(' '), name, row.plain].filter(Boolean).join(' ');
        })
        .join('\n'),
    [rows, labels, showTime, timeZone, t],
  );
  const since =
    momentOf(choices.since, 0) === null
      ? ''
      : `&since=${encodeURIComponent(momentOf(choices.since, Date.now()) ?? '')}`;

  return (
    <div className="flex flex-col gap-3">
      <LogNotices picture={picture} onAgain={() => setAgain(again + 1)} />
      <section
        aria-label={t('title')}
        className="flex h-[calc(100dvh-13rem)] min-h-96 flex-col overflow-hidden rounded-lg border border-line bg-surface"
      >
        <LogToolbar
          choices={choices}
          onChoose={choose}
          sought={sought}
          onSought={(next) => {
            setSought(next);
            setGoTo(null);
          }}
          searchField={searchField}
          matches={{ count: matches.length, at }}
          onMatch={goToMatch}
          labels={[...labels.values()]}
          filter={filter}
          onFilter={setFilter}
          follow={follow}
          onFollow={() => setFollow(!follow)}
          paused={picture.paused}
          onPause={() => store.pause(!picture.paused)}
          showTime={showTime}
          onShowTime={() => setShowTime(!showTime)}
          wrap={wrap}
          onWrap={() => setWrap(!wrap)}
          text={text}
          download={`${address}?as=text${since}`}
        />
        {rows.length > 0 ? (
          <LogList
            label={label}
            rows={rows}
            version={version}
            labels={labels}
            showTime={showTime}
            showTask={of.kind === 'service'}
            wrap={wrap}
            sought={sought}
            follow={follow && !picture.paused}
            onFollow={setFollow}
            fresh={fresh}
            goTo={goTo}
            onShowAll={setOpened}
          />
        ) : (
          <Nothing picture={picture} narrowed={narrowed && all.length > 0} />
        )}
        <Foot picture={picture} shown={rows.length} narrowed={narrowed} />
      </section>
      {opened && (
        <Dialog
          open
          size="lg"
          onOpenChange={() => setOpened(null)}
          title={t('line.title')}
          description={t('line.of', {
            name: labels.get(opened.line.taskId)?.name ?? opened.line.taskId,
            at: opened.line.at,
          })}
        >
          <div className="flex items-start gap-2">
            <pre className="max-h-[60dvh] min-w-0 flex-1 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-sunken p-3 font-mono text-xs [overflow-wrap:anywhere]">
              {opened.plain}
            </pre>
            <CopyButton text={opened.plain} label={t('line.copy')} />
          </div>
          {opened.line.cut !== undefined && (
            <p className="mt-2 text-ink-muted text-sm">{t('line.cut', { count: opened.line.cut })}</p>
          )}
        </Dialog>
      )}
    </div>
  );
}

function isShown(row: LogRow, { hidden, channel, spec }: LogFilter, labels: ReturnType<typeof useTaskLabels>): boolean {
  if (row.kind === 'hole') return true;
  if (hidden.has(row.line.taskId)) return false;
  if (channel === 'stderr' && row.line.channel !== 'stderr') return false;
  return spec === 'any' || labels.get(row.line.taskId)?.spec === spec;
}

/** Why the list is empty. */
function Nothing({ picture, narrowed }: { picture: LogPicture; narrowed: boolean }) {
  const t = useTranslations('logs.empty');
  if (picture.phase === 'reading' || (picture.phase === 'reconnecting' && !narrowed))
    return (
      <div className="min-h-0 flex-1 overflow-hidden">
        <SkeletonRows rows={12} />
      </div>
    );
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EmptyState icon={<ScrollText />} title={t(narrowed ? 'narrowed.title' : 'title')}>
        {t(narrowed ? 'narrowed.why' : 'why')}
      </EmptyState>
    </div>
  );
}

const TONE: Record<LogPicture['phase'], Tone> = {
  reading: 'busy',
  following: 'good',
  reconnecting: 'warn',
  ended: 'off',
};

function Foot({ picture, shown, narrowed }: { picture: LogPicture; shown: number; narrowed: boolean }) {
  const t = useTranslations('logs');
  const { phase, paused, dropped, waiting, waitingLost, rows } = picture;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-3 py-1.5 text-ink-muted text-xs">
      <span role="status">
        {paused ? (
          <StateMark tone="off" shape="pause">
            {t('paused', { count: waiting })}
          </StateMark>
        ) : (
          <StateMark tone={TONE[phase]} moving={phase === 'reading'}>
            {t(`phase.${phase}`)}
          </StateMark>
        )}
      </span>
      <span className="tabular-nums">
        {narrowed ? t('countOf', { count: shown, all: rows.length }) : t('count', { count: shown })}
      </span>
      {paused && waitingLost > 0 && <span className="text-warn-text">{t('waitingLost', { count: waitingLost })}</span>}
      {dropped > 0 && <span>{t('dropped', { count: dropped, most: MOST_ROWS })}</span>}
      <span className="ml-auto hidden md:inline">{t('keys')}</span>
    </div>
  );
}

const NARROW = '(width < 500px)';

/** A choice kept in this browser. Its default depends on the screen's width. */
function useKept(name: string, wide: boolean, narrow: boolean): [boolean, (value: boolean) => void] {
  const key = `swarmdeck.logs.${name}`;
  const [value, setValue] = useState(wide);
  useEffect(() => {
    const kept = localStorage.getItem(key);
    setValue(kept === null ? (window.matchMedia(NARROW).matches ? narrow : wide) : kept === 'true');
  }, [key, wide, narrow]);
  return [
    value,
    (next) => {
      localStorage.setItem(key, String(next));
      setValue(next);
    },
  ];
}

/** Single-key shortcuts, off while the person types or a dialog is open. */
function useLogKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || event.defaultPrevented) return;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, [role=dialog], [role=menu]'))
        return;
      if (document.querySelector('[role=dialog][data-state=open]')) return;
      const act = latest.current[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
