'use client';

import { Server } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo } from 'react';
import { useNodes } from '#components/live/use-live';
import { useListFilter } from '#components/table/use-list-filter';
import { Button } from '#components/ui/button';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { SearchField } from '#components/ui/text-field';
import { matcherOf } from '#components/ui/text-match';
import { TimeAgo } from '#components/ui/time-ago';
import type { Node } from '#lib/domain/node/node';
import { nodeNames, twinsAmong } from '#lib/domain/node/node-name';
import { AvailabilityMark, NodeStateMark, RoleMark } from './node-marks';

/** The text that the filter searches. */
const factsOf = (node: Node): string => {
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  return [
    node.hostname,
    node.id,
    node.address,
    node.role,
    node.state,
    node.availability,
    node.engineVersion,
    ...labels,
  ].join(' ');
};

const rankOf = (node: Node): number => (node.manager?.leader ? 0 : node.manager ? 1 : 2);

/** All nodes, live: state, availability, role. */
export function NodeList() {
  const t = useTranslations('nodes');
  const nodes = useNodes();
  const filter = useListFilter();
  const text = useDeferredValue(filter.text);
  const rows = useMemo(() => {
    const matches = matcherOf(text);
    return (nodes ?? []).filter((node) => matches(factsOf(node)));
  }, [nodes, text]);

  const [calls, twins] = useMemo(() => [nodeNames(nodes ?? []), twinsAmong(nodes ?? [])], [nodes]);
  const columns = useMemo<Column<Node>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        card: 'title',
        sortBy: (node) => node.hostname,
        cell: (node) =>
          twins.has(node.hostname) ? (
            <span className="flex flex-wrap items-baseline gap-x-2">
              {calls.get(node.id)}
              <span className="font-normal text-ink-muted text-xs">
                {t('joined')} <TimeAgo at={Date.parse(node.createdAt)} />
              </span>
            </span>
          ) : (
            node.hostname
          ),
      },
      {
        id: 'state',
        header: t('column.state'),
        card: 'aside',
        className: 'w-36',
        sortBy: (node) => t(`state.${node.state}`),
        cell: (node) => <NodeStateMark node={node} />,
      },
      {
        id: 'availability',
        header: t('column.availability'),
        className: 'w-36',
        sortBy: (node) => t(`availability.${node.availability}`),
        cell: (node) => <AvailabilityMark availability={node.availability} />,
      },
      {
        id: 'role',
        header: t('column.role'),
        className: 'w-44',
        sortBy: rankOf,
        cell: (node) => <RoleMark node={node} />,
      },
      {
        id: 'labels',
        header: t('column.labels'),
        priority: 3,
        cell: (node) => (
          <span className="font-mono text-ink-muted text-xs">
            {Object.entries(node.labels)
              .map(([key, value]) => (value ? `${key}=${value}` : key))
              .join(' ')}
          </span>
        ),
      },
      {
        id: 'address',
        header: t('column.address'),
        priority: 2,
        className: 'w-36',
        sortBy: (node) => node.address,
        cell: (node) => <code className="font-mono text-ink-muted text-xs">{node.address}</code>,
      },
      {
        id: 'engine',
        header: t('column.engine'),
        priority: 3,
        className: 'w-40',
        sortBy: (node) => node.engineVersion,
        cell: (node) => <span className="text-ink-muted tabular-nums">{node.engineVersion}</span>,
      },
    ],
    [t, calls, twins],
  );

  return (
    <>
      <PageHeader title={t('title')}>{nodes && t('summary', { count: nodes.length })}</PageHeader>
      <div className="mb-3">
        <SearchField
          label={t('filter.text')}
          className="w-full sm:w-72"
          value={filter.text}
          onValueChange={(typed) => filter.set({ text: typed })}
        />
      </div>
      <Panel flush>
        <DataTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(node) => node.id}
          rowHref={(node) => `/nodes/${node.id}`}
          rowTone={(node) => (node.state === 'down' ? 'bad' : node.availability === 'active' ? null : 'flight')}
          sortedBy={{ id: 'role' }}
          loading={nodes === undefined}
          empty={
            <EmptyState
              icon={<Server />}
              title={t('empty.title')}
              actions={text && <Button onClick={() => filter.set({ text: '' })}>{t('filter.clear')}</Button>}
            >
              {t('empty.why')}
            </EmptyState>
          }
        />
      </Panel>
    </>
  );
}
