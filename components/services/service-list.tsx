'use client';

import { Layers } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo } from 'react';
import { useServices } from '#components/live/use-live';
import { useListFilter } from '#components/table/use-list-filter';
import { Button } from '#components/ui/button';
import { CodeLine } from '#components/ui/code-line';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { SearchField } from '#components/ui/text-field';
import { matcherOf } from '#components/ui/text-match';
import { imageName } from '#lib/domain/service/image';
import { healthOfService, isUnhealthy } from '#lib/domain/service/service-health';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { HEALTH_LOOKS } from './health-looks';
import { ImageText } from './image-text';
import { PortsInLine } from './ports';
import { ServiceCount } from './service-count';

import { UpdateMark } from './update-mark';

/** The text that the filter searches. */
const factsOf = (service: ServiceRow): string =>
  [service.name, service.stack ?? '', service.image, ...service.ports.map((port) => port.publishedPort)].join(' ');

/** All services, live: running of desired tasks, and the state of the last update. */
export function ServiceList() {
  const t = useTranslations('services');
  const services = useServices();
  const filter = useListFilter();
  const text = useDeferredValue(filter.text);

  const unhealthy = useMemo(() => services?.filter((row) => isUnhealthy(healthOfService(row))), [services]);
  const rows = useMemo(() => {
    const matches = matcherOf(text);
    return ((filter.onlyUnhealthy ? unhealthy : services) ?? []).filter((row) => matches(factsOf(row)));
  }, [services, unhealthy, filter.onlyUnhealthy, text]);

  const columns = useMemo<Column<ServiceRow>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        card: 'title',
        sortBy: (row) => row.name,
        cell: (row) => row.name,
      },
      {
        id: 'stack',
        header: t('column.stack'),
        priority: 3,
        className: 'w-32',
        sortBy: (row) => row.stack,
        cell: (row) => row.stack ?? <span className="text-ink-faint">–</span>,
      },
      {
        id: 'mode',
        header: t('column.mode'),
        priority: 2,
        className: 'w-28',
        sortBy: (row) => t(`mode.${row.mode.kind}`),
        cell: (row) => <span className="text-ink-muted">{t(`mode.${row.mode.kind}`)}</span>,
      },
      {
        id: 'tasks',
        header: t('column.tasks'),
        card: 'aside',
        className: 'w-60',
        sortBy: (row) => (row.tally.desired === 0 ? null : row.tally.running / row.tally.desired),
        cell: (row) => <ServiceCount service={row} />,
      },
      {
        id: 'image',
        header: t('column.image'),
        sortBy: (row) => imageName(row.image),
        cell: (row) => <ImageText image={row.image} />,
      },
      {
        id: 'update',
        header: t('column.update'),
        className: 'w-48',
        sortBy: (row) => row.updateStatus && t(`update.state.${row.updateStatus.state}`),
        cell: (row) =>
          row.updateStatus ? (
            <UpdateMark state={row.updateStatus.state} />
          ) : (
            <span className="text-ink-faint @max-xl:hidden">–</span>
          ),
      },
      {
        id: 'ports',
        header: t('column.ports'),
        priority: 3,
        className: 'w-36',
        sortBy: (row) => row.ports[0]?.publishedPort ?? null,
        cell: (row) => <PortsInLine ports={row.ports} />,
      },
    ],
    [t],
  );

  return (
    <>
      <PageHeader title={t('title')}>{services && t('summary', { count: services.length })}</PageHeader>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField
          label={t('filter.text')}
          className="w-full sm:w-72"
          value={filter.text}
          onValueChange={(typed) => filter.set({ text: typed })}
        />
        <SegmentedControl
          label={t('filter.title')}
          value={filter.onlyUnhealthy ? 'unhealthy' : 'all'}
          onValueChange={(value) => filter.set({ onlyUnhealthy: value === 'unhealthy' })}
          options={[
            { value: 'all', label: t('filter.all'), count: services?.length },
            { value: 'unhealthy', label: t('filter.unhealthy'), count: unhealthy?.length },
          ]}
        />
      </div>
      <Panel flush>
        <DataTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/services/${row.id}`}
          rowTone={(row) => {
            const health = healthOfService(row);
            return isUnhealthy(health) || health === 'moving' ? HEALTH_LOOKS[health].tone : null;
          }}
          sortedBy={{ id: 'name' }}
          loading={services === undefined}
          empty={
            services?.length === 0 ? (
              <EmptyState icon={<Layers />} title={t('empty.none.title')}>
                <p>{t('empty.none.why')}</p>
                <CodeLine code="docker service create --name web --replicas 2 nginx" className="mt-3 text-left" />
              </EmptyState>
            ) : (
              <EmptyState
                title={t(text === '' ? 'empty.healthy.title' : 'empty.filtered.title')}
                actions={
                  <Button onClick={() => filter.set({ text: '', onlyUnhealthy: false })}>{t('filter.clear')}</Button>
                }
              >
                {t(text === '' ? 'empty.healthy.why' : 'empty.filtered.why')}
              </EmptyState>
            )
          }
        />
      </Panel>
    </>
  );
}
