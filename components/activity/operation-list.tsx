'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History, KeySquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '#components/api/call';
import { GapList } from '#components/history/gap-list';
import { useConnection } from '#components/live/live-provider';
import { useOperationNews } from '#components/live/use-live';
import { FieldLabel } from '#components/plan/change-list';
import { EngineWords } from '#components/plan/engine-words';
import { fieldNameOf, shownValue } from '#components/plan/field-name';
import { FaultNotice } from '#components/shell/fault-notice';
import { useFaultWords } from '#components/shell/fault-words';
import { Button } from '#components/ui/button';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { ExactTime, TimeAgo } from '#components/ui/time-ago';
import { useUi } from '#components/ui/ui-provider';
import { listOperations } from '#lib/contract/audit';
import { asFault } from '#lib/domain/fault';
import type { NewsValue, OperationNews } from '#lib/domain/operation/operation';
import { imageName } from '#lib/domain/service/image';
import { mergeNews } from './merge-news';
import { OperationMark } from './operation-mark';
import { addsToOutcome } from './plain-outcome';
import { TargetLink } from './target-link';
import { type ActivityFilter, queryOf } from './use-activity-filter';

const FIELDS_SHOWN = 2;

export interface OperationListProps {
  /** Only operations on this object. */
  target?: string;
  /** Only the newest so many, without pagination. */
  limit?: number;
  /** The filter in the address. */
  filter?: ActivityFilter;
  /** Shown when the list is empty, instead of its default text. */
  none?: string;
}

/** The ledger's operations, newest first, kept current by the live connection. */
export function OperationList({ target, limit, filter, none }: OperationListProps) {
  const t = useTranslations('activity');
  const page = useInfiniteQuery({
    queryKey: ['operations', target ?? null, limit ?? null, filter ? [filter.values, filter.period] : null],
    queryFn: ({ pageParam, signal }) =>
      call(
        listOperations,
        {
          query: {
            ...(filter && queryOf(filter, Date.now())),
            limit: limit ?? 50,
            ...(pageParam && { cursor: pageParam }),
            ...(target && { target }),
          },
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor ?? undefined,
  });

  const isFiltered = filter !== undefined && !filter.isEmpty;
  const { refetch } = page;
  const [received, setReceived] = useState<ReadonlyMap<string, OperationNews>>(new Map());
  useOperationNews(
    useCallback(
      (news: OperationNews) => {
        // Only the server can apply the filter to news, so the list is fetched again.
        if (isFiltered) void refetch();
        else if (target === undefined || news.target.id === target)
          setReceived((held) => new Map(held).set(news.id, news));
      },
      [target, isFiltered, refetch],
    ),
  );
  useOnReconnect(() => void page.refetch());

  const rows = useMemo(
    () =>
      mergeNews(page.data?.pages.flatMap(({ items }) => items) ?? [], isFiltered ? [] : received.values()).slice(
        0,
        limit,
      ),
    [page.data, received, limit, isFiltered],
  );
  const columns = useColumns(target === undefined);

  if (page.isError && rows.length === 0) {
    const fault = asFault(page.error);
    return <FaultNotice fault={fault} actions={<Button onClick={() => page.refetch()}>{t('again')}</Button>} />;
  }
  return (
    <Panel flush>
      {limit === undefined && <GapList gaps={page.data?.pages.flatMap(({ gaps }) => gaps) ?? []} />}
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/activity/${id}`}
        loading={page.isPending}
        empty={
          <EmptyState icon={<History />} title={t(isFiltered ? 'empty.titleFiltered' : 'empty.title')}>
            {isFiltered ? t('empty.whyFiltered') : (none ?? t(target === undefined ? 'empty.why' : 'empty.whyHere'))}
          </EmptyState>
        }
      />
      {page.hasNextPage && limit === undefined && (
        <div className="flex justify-center border-line border-t p-2">
          <Button look="quiet" pending={page.isFetchingNextPage} onClick={() => page.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function useColumns(withTarget: boolean): Column<OperationNews>[] {
  const t = useTranslations('activity');
  const action = useTranslations('action');
  const wordsOf = useFaultWords();
  return useMemo(
    () => [
      {
        id: 'act',
        header: t('column.act'),
        wraps: true,
        card: 'title',
        className: 'w-52 @max-5xl:w-44',
        cell: (row) =>
          row.state === 'observed'
            ? t('outsideOf', { action: action(row.action), kind: t(`kind.${row.target.kind}`) })
            : action(row.action),
      },
      ...(withTarget
        ? [
            {
              id: 'target',
              header: t('column.target'),
              className: 'w-40 @max-5xl:w-32',
              cell: (row: OperationNews) => <TargetLink target={row.target} action={row.action} />,
            },
          ]
        : []),
      {
        id: 'changed',
        header: t('column.changed'),
        wraps: true,
        card: 'line',
        cell: (row) => ((row.fields?.length ?? 0) > 0 ? <Changed operation={row} /> : null),
      },
      {
        id: 'outcome',
        header: t('column.outcome'),
        wraps: true,
        card: 'aside',
        className: 'w-48 @max-5xl:w-44',
        cell: (row) => <OperationMark operation={row} />,
      },
      {
        id: 'note',
        header: t('column.note'),
        priority: 3,
        card: 'line',
        cell: (row) =>
          row.unseenSince ? (
            <span className="text-ink-muted">
              {t.rich('unseenSince', { time: () => <ExactTime at={row.unseenSince ?? row.openedAt} /> })}
            </span>
          ) : row.fault ? (
            <span className="text-ink-muted">{wordsOf(row.fault).what}</span>
          ) : (
            <Remark operation={row} />
          ),
      },
      {
        id: 'by',
        header: t('column.by'),
        className: 'w-28 @max-5xl:w-20',
        // An operation on one's own account would read as the same name twice.
        cardLabel: true,
        cell: (row) =>
          row.state === 'observed' ? (
            <span className="text-ink-muted">{t('outsider')}</span>
          ) : (
            <ByWhom name={row.by.name} token={row.by.token ?? null} />
          ),
      },
      {
        id: 'when',
        header: t('column.when'),
        className: 'w-24',
        cell: (row) => <TimeAgo at={row.openedAt} className="whitespace-nowrap text-ink-muted" />,
      },
    ],
    [t, action, wordsOf, withTarget],
  );
}

/** The engine's text where it adds something to the outcome. */
function Remark({ operation: { outcomeText } }: { operation: OperationNews }) {
  if (addsToOutcome(outcomeText)) return <EngineWords text={outcomeText} />;
  return null;
}

/** What changed: both values where every role may read them, else the field's name. */
function Changed({ operation: { fields = [], values = [] } }: { operation: OperationNews }) {
  const t = useTranslations('activity');
  if (fields.length === 0) return null;
  const valueAt = new Map(values.map((value) => [value.path, value]));
  return (
    <span className="block text-ink-muted text-xs [overflow-wrap:anywhere]">
      {fields.slice(0, FIELDS_SHOWN).map((path) => {
        const value = valueAt.get(path);
        const isNamed = fields.length > 1 || value === undefined;
        return (
          <span key={path} className="block">
            {isNamed && <FieldLabel name={fieldNameOf(path)} path={path} />} {value && <ValueChange value={value} />}
          </span>
        );
      })}
      {fields.length > FIELDS_SHOWN && (
        <span className="block">{t('moreFields', { count: fields.length - FIELDS_SHOWN })}</span>
      )}
    </span>
  );
}

/** "4 → 6", "app:1 → app:2". An image that moved under its tag shows the start of both digests. */
function ValueChange({ value: { path, before, after } }: { value: NewsValue }) {
  const { words } = useUi();
  const [from, to] = path.endsWith('.Image')
    ? imagesApart(before, after)
    : [before, after].map((raw) => shownOf(path, raw));
  return (
    <span className="font-mono text-ink">
      <span className="sr-only">{words.before}: </span>
      {from}
      <span aria-hidden="true"> → </span>
      <span className="sr-only"> {words.after}: </span>
      {to}
    </span>
  );
}

const shownOf = (path: string, raw: NewsValue['before']): string => (raw === null ? '–' : shownValue(path, raw));

function imagesApart(...images: NewsValue['before'][]): string[] {
  const names = images.map((image) => (image === null ? '–' : imageName(String(image))));
  if (names[0] !== names[1]) return names;
  return images.map((image, at) => {
    const digest = /@sha256:([0-9a-f]{8})/.exec(String(image))?.[1];
    return digest ? `${names[at]}@${digest}` : `${names[at]}`;
  });
}

/** A person, or a program with a person's token. */
function ByWhom({ name, token }: { name: string; token: string | null }) {
  const t = useTranslations('activity.detail');
  if (token === null) return name;
  return (
    <span title={t('byToken', { name: token })}>
      {name}
      <KeySquare aria-hidden="true" className="ml-1.5 inline size-3.5 align-[-2px] text-ink-muted" />
      <span className="sr-only"> {t('byToken', { name: token })}</span>
    </span>
  );
}

/** News is lost while disconnected, so the list is fetched after a reconnect. */
function useOnReconnect(ask: () => void): void {
  const { link } = useConnection();
  const lost = useRef(false);
  useEffect(() => {
    if (link === 'lost') lost.current = true;
    else if (link === 'connected' && lost.current) {
      lost.current = false;
      ask();
    }
  });
}
