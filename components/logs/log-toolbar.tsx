'use client';

import {
  ArrowDownToLine,
  ChevronDown,
  ChevronUp,
  Clock,
  Copy,
  Download,
  Ellipsis,
  ListFilter,
  Pause,
  Play,
  WrapText,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useState } from 'react';
import { saveFile } from '#components/api/save-file';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { Checkbox } from '#components/ui/checkbox';
import { cn } from '#components/ui/class-names';
import { copyText } from '#components/ui/copy-button';
import { FormField } from '#components/ui/form-field';
import { IconButton } from '#components/ui/icon-button';
import { Menu, MenuItem } from '#components/ui/menu';
import { Popover } from '#components/ui/popover';
import { Select } from '#components/ui/select';
import { SearchField, TextField } from '#components/ui/text-field';
import { asFault, type Fault } from '#lib/domain/fault';
import { isSpan, type LogChoices, TAILS } from './use-log-choices';
import type { TaskLabel } from './use-task-labels';

export interface LogFilter {
  hidden: ReadonlySet<string>;
  channel: 'both' | 'stderr';
  spec: 'any' | 'current' | 'old';
}

export interface LogToolbarProps {
  choices: LogChoices;
  onChoose: (change: Partial<LogChoices>) => void;
  sought: string;
  onSought: (sought: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  /** Matching lines, and the selected one, from 1; 0: none yet. */
  matches: { count: number; at: number };
  onMatch: (step: 1 | -1) => void;
  labels: readonly TaskLabel[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  follow: boolean;
  onFollow: () => void;
  paused: boolean;
  onPause: () => void;
  showTime: boolean;
  onShowTime: () => void;
  wrap: boolean;
  onWrap: () => void;
  /** The shown lines as text. */
  text: () => string;
  download: string;
}

export function LogToolbar(props: LogToolbarProps) {
  const t = useTranslations('logs');
  const { matches, sought } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
      <div className="flex min-w-56 flex-1 items-center gap-1">
        <SearchField
          ref={props.searchField}
          label={t('search.label')}
          value={sought}
          onValueChange={props.onSought}
          onKeyDown={(event) => {
            if (event.key === 'Enter') props.onMatch(event.shiftKey ? -1 : 1);
            if (event.key === 'Escape') props.onSought('');
          }}
          className="min-w-32 max-w-72 flex-1"
        />
        <span role="status" className="min-w-14 whitespace-nowrap text-ink-muted text-xs tabular-nums">
          {sought !== '' && t('search.count', matches)}
        </span>
        <IconButton
          size="sm"
          label={t('search.previous')}
          icon={<ChevronUp />}
          disabled={matches.count === 0}
          onClick={() => props.onMatch(-1)}
        />
        <IconButton
          size="sm"
          label={t('search.next')}
          icon={<ChevronDown />}
          disabled={matches.count === 0}
          onClick={() => props.onMatch(1)}
        />
      </div>
      <div className="max-sm:hidden">
        <Past {...props} />
      </div>
      <div className="flex items-center gap-1">
        <Filter {...props} />
        <Toggle label={t('time.label')} icon={<Clock />} on={props.showTime} onPress={props.onShowTime} />
        <Toggle label={t('wrap.label')} icon={<WrapText />} on={props.wrap} onPress={props.onWrap} />
        <Toggle label={t('follow.label')} icon={<ArrowDownToLine />} on={props.follow} onPress={props.onFollow} />
        <Button
          size="sm"
          icon={props.paused ? <Play /> : <Pause />}
          aria-pressed={props.paused}
          title={t('pause.hint')}
          onClick={props.onPause}
        >
          <span className="max-sm:sr-only">{t(props.paused ? 'pause.resume' : 'pause.pause')}</span>
        </Button>
        <Take text={props.text} download={props.download} />
      </div>
    </div>
  );
}

function Toggle({ label, icon, on, onPress }: { label: string; icon: ReactNode; on: boolean; onPress: () => void }) {
  return (
    <IconButton
      label={label}
      icon={icon}
      aria-pressed={on}
      onClick={onPress}
      className={cn(on && 'bg-accent-soft text-accent-text')}
    />
  );
}

/** How far back the log begins. */
function Past({ choices, onChoose }: LogToolbarProps) {
  const t = useTranslations('logs.past');
  const [choosing, setChoosing] = useState(false);
  const { since } = choices;
  const custom = since !== null && !isSpan(since);
  return (
    <div className="flex min-w-0 items-center gap-2 max-sm:w-full max-sm:flex-wrap">
      <Select
        aria-label={t('tail')}
        value={String(choices.tail)}
        onValueChange={(tail) => onChoose({ tail: Number(tail) })}
        options={TAILS.map((tail) => ({ value: String(tail), label: t('lines', { count: tail }) }))}
        className="w-auto max-sm:flex-1"
      />
      <Select
        aria-label={t('since')}
        value={choosing || custom ? 'custom' : (since ?? 'all')}
        onValueChange={(value) => {
          setChoosing(value === 'custom');
          if (value !== 'custom') onChoose({ since: value === 'all' ? null : value });
        }}
        options={(['all', '5m', '1h', '24h', 'custom'] as const).map((value) => ({ value, label: t(`span.${value}`) }))}
        className="w-auto max-sm:flex-1"
      />
      {(choosing || custom) && (
        <TextField
          type="datetime-local"
          step={1}
          aria-label={t('from')}
          defaultValue={custom ? localInput(since) : ''}
          onValueChange={(value) => value !== '' && onChoose({ since: new Date(value).toISOString() })}
          className="w-auto max-sm:basis-full"
        />
      )}
    </div>
  );
}

/** A moment for <input type="datetime-local">, in the reader's zone. */
const localInput = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

function Filter(props: LogToolbarProps) {
  const { labels, filter, onFilter } = props;
  const t = useTranslations('logs.filter');
  const narrowed = filter.hidden.size > 0 || filter.channel !== 'both' || filter.spec !== 'any';
  const toggle = (id: string, shown: boolean) => {
    const hidden = new Set(filter.hidden);
    if (shown) hidden.delete(id);
    else hidden.add(id);
    onFilter({ ...filter, hidden });
  };
  return (
    <Popover
      label={t('title')}
      trigger={
        <Button size="md" icon={<ListFilter />} className={cn(narrowed && 'border-accent-mark')}>
          {narrowed ? t('narrowed') : t('title')}
        </Button>
      }
    >
      <div className="flex max-h-96 flex-col gap-3 overflow-auto">
        {/* A phone's toolbar has no room for it. */}
        <div className="sm:hidden">
          <Past {...props} />
        </div>
        <Checkbox
          label={t('stderrOnly')}
          checked={filter.channel === 'stderr'}
          onCheckedChange={(only) => onFilter({ ...filter, channel: only ? 'stderr' : 'both' })}
        />
        <FormField label={t('spec.label')}>
          <Select
            value={filter.spec}
            onValueChange={(spec) => onFilter({ ...filter, spec })}
            options={(['any', 'current', 'old'] as const).map((value) => ({ value, label: t(`spec.${value}`) }))}
          />
        </FormField>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-ink-muted text-xs">{t('tasks')}</legend>
          {labels.length === 0 && <p className="text-ink-muted text-sm">{t('noTasks')}</p>}
          {labels.map((label) => (
            <Checkbox
              key={label.id}
              checked={!filter.hidden.has(label.id)}
              onCheckedChange={(shown) => toggle(label.id, shown)}
              label={
                <>
                  <span className={cn('font-mono', label.colour.text)}>{label.name}</span>{' '}
                  <span className="text-ink-muted text-xs">
                    {label.node}
                    {label.over && ` · ${t('over')}`}
                    {label.spec === 'old' && ` · ${t('spec.old')}`}
                  </span>
                </>
              }
            />
          ))}
        </fieldset>
        {narrowed && (
          <Button size="sm" onClick={() => onFilter({ hidden: new Set(), channel: 'both', spec: 'any' })}>
            {t('clear')}
          </Button>
        )}
      </div>
    </Popover>
  );
}

function Take({ text, download }: { text: () => string; download: string }) {
  const t = useTranslations('logs.take');
  const [done, setDone] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const save = () => {
    setFault(null);
    saveFile(download).catch((error: unknown) => setFault(asFault(error)));
  };
  return (
    <>
      <Menu trigger={<IconButton label={t('title')} icon={<Ellipsis />} hint={false} />}>
        <MenuItem icon={<Copy />} hint={t('copyHint')} onSelect={() => void copyText(text()).then(setDone)}>
          {t('copy')}
        </MenuItem>
        <MenuItem icon={<Download />} hint={t('downloadHint')} onSelect={save}>
          {t('download')}
        </MenuItem>
      </Menu>
      <span role="status" className="sr-only">
        {done ? t('copied') : ''}
      </span>
      {fault && <FaultNotice fault={fault} className="basis-full" />}
    </>
  );
}
