'use client';

import { Hexagon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useConnection } from '#components/live/live-provider';
import { type Hive, useHive } from '#components/live/use-hive';
import { useNodes, useServices } from '#components/live/use-live';
import { freshnessOf } from '#components/shell/freshness';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Skeleton } from '#components/ui/skeleton';
import { matcherOf } from '#components/ui/text-match';
import type { Node } from '#lib/domain/node/node';
import { HiveControls } from './hive-controls';
import { HiveLegend } from './hive-legend';
import { HiveStage } from './hive-stage';
import { HiveTable } from './hive-table';
import { HiveWall } from './hive-wall';
import { useHiveChoices } from './use-hive-choices';
import { type Arranged, type HiveService, useHiveView } from './use-hive-view';
import { useWall } from './use-wall';

/** The whole swarm at a glance, live: nodes as columns, tasks as cells. */
export function HiveScreen() {
  const hive = useHive();
  const nodes = useNodes();
  const services = useServices();
  return <HiveOf hive={hive} nodes={nodes} services={services} />;
}

export interface HiveOfProps {
  hive: Hive;
  /** undefined: nothing has arrived yet. */
  nodes: readonly Node[] | undefined;
  services: readonly HiveService[] | undefined;
}

const NONE: readonly never[] = [];

/** The screen for given data. */
export function HiveOf({ hive, nodes, services }: HiveOfProps) {
  const t = useTranslations('hive');
  const choices = useHiveChoices();
  const wall = useWall(choices.onWall, (onWall) => choices.set({ onWall }));
  const arranged = useHiveView(hive.replica, nodes ?? NONE, services ?? NONE, choices.by, choices.allFailures);
  const hasArrived = nodes !== undefined && services !== undefined && arranged !== null;
  const screen = hasArrived ? (
    <HiveInSight
      hive={hive}
      arranged={arranged}
      nodes={nodes}
      choices={choices}
      onWall={wall.on}
      onEnterWall={wall.enter}
    />
  ) : (
    <Coming />
  );
  if (wall.on) return <HiveWall onLeave={wall.leave}>{screen}</HiveWall>;
  return (
    <>
      <PageHeader title={t('title')}>{t('intro')}</PageHeader>
      {screen}
    </>
  );
}

interface InSightProps {
  hive: Hive;
  arranged: Arranged;
  nodes: readonly Node[];
  choices: ReturnType<typeof useHiveChoices>;
  onWall: boolean;
  onEnterWall: () => void;
}

function HiveInSight({ hive, arranged, nodes, choices, onWall, onEnterWall }: InSightProps) {
  const t = useTranslations('hive');
  const freshness = freshnessOf(useConnection());
  const { view } = arranged;
  const [figures, setFigures] = useState(0);
  const onFigures = useCallback(() => setFigures((times) => times + 1), []);
  const text = useDeferredValue(choices.text.trim());
  const fits = useMemo(() => (text === '' ? null : matcherOf(text)), [text]);
  const asTable = choices.asTable && !onWall;
  const services = useMemo(() => [...arranged.situation.serviceNames.values()].sort(), [arranged.situation]);
  const isEmpty = view.columns.every((column) => column.cells.length === 0);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <HiveLegend
          counts={view.counts}
          chosen={choices.marks}
          onChoose={(marks) => choices.set({ marks })}
          large={onWall}
        />
        {!onWall && (
          <HiveControls
            choices={choices}
            nodes={nodes}
            services={services}
            hiddenFailures={view.hiddenFailures}
            onEnterWall={onEnterWall}
          />
        )}
      </div>
      {asTable ? (
        <HiveTable hive={hive} arranged={arranged} fits={fits} figures={figures} onFigures={onFigures} />
      ) : (
        <HiveStage
          hive={hive}
          arranged={arranged}
          fits={fits}
          marks={choices.marks}
          onFigures={onFigures}
          onWall={onWall}
          stale={freshness === 'offline' || freshness === 'interrupted' || freshness === 'signed-out'}
        />
      )}
      {isEmpty && !asTable && (
        <EmptyState icon={<Hexagon />} title={t('empty.title')}>
          {t('empty.why')}
        </EmptyState>
      )}
    </>
  );
}

/** The skeleton until the first hive arrives. */
function Coming() {
  const t = useTranslations('hive');
  return (
    <div role="status" className="grid grid-cols-3 gap-3 md:grid-cols-6">
      <span className="sr-only">{t('coming')}</span>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} className="h-64 rounded-md" />
      ))}
    </div>
  );
}
