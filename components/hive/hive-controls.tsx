'use client';

import { Maximize2, Table2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useMemo } from 'react';
import { Button } from '#components/ui/button';
import { Select } from '#components/ui/select';
import { SearchField } from '#components/ui/text-field';
import type { Node } from '#lib/domain/node/node';
import { type Grouping, labelGroupings } from './grouping';
import type { HiveChoosing } from './use-hive-choices';

export interface HiveControlsProps {
  choices: HiveChoosing;
  nodes: readonly Node[];
  /** Names to choose from. */
  services: readonly string[];
  hiddenFailures: number;
  onEnterWall: () => void;
}

/** Grouping and filters of the hive. */
export function HiveControls({ choices, nodes, services, hiddenFailures, onEnterWall }: HiveControlsProps) {
  const t = useTranslations('hive');
  const names = useId();
  const options = useMemo(() => {
    const labels = labelGroupings(nodes);
    // The label in the address is offered even while no node has it.
    if (choices.by.includes(':') && !labels.includes(choices.by)) labels.unshift(choices.by);
    const own = (['role', 'availability', 'none'] as const).map((value) => ({
      value: value as Grouping,
      label: t(`by.${value}`),
    }));
    return [
      ...own,
      ...labels.map((value) => {
        const key = value.slice(value.indexOf(':') + 1);
        return { value, label: value.startsWith('label:') ? t('by.label', { key }) : t('by.engine', { key }) };
      }),
    ];
  }, [nodes, choices.by, t]);
  return (
    <div className="flex w-full flex-wrap items-center gap-2 lg:w-auto">
      <SearchField
        label={t('find')}
        list={names}
        autoComplete="off"
        className="w-full sm:w-52"
        value={choices.text}
        onValueChange={(text) => choices.set({ text })}
      />
      <datalist id={names}>
        {services.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Select
        aria-label={t('by.title')}
        className="w-auto max-w-52"
        value={choices.by}
        onValueChange={(by) => choices.set({ by })}
        options={options}
      />
      {(hiddenFailures > 0 || choices.allFailures) && (
        <Button
          look={choices.allFailures ? 'plain' : 'quiet'}
          aria-pressed={choices.allFailures}
          onClick={() => choices.set({ allFailures: !choices.allFailures })}
        >
          {choices.allFailures ? t('failures.recent') : t('failures.all', { count: hiddenFailures })}
        </Button>
      )}
      <Button
        look={choices.asTable ? 'plain' : 'quiet'}
        className="max-sm:px-2"
        icon={<Table2 />}
        aria-pressed={choices.asTable}
        onClick={() => choices.set({ asTable: !choices.asTable })}
      >
        {t('asTable')}
      </Button>
      <Button look="quiet" className="max-sm:px-2" icon={<Maximize2 />} onClick={onEnterWall}>
        {t('wall.enter')}
      </Button>
    </div>
  );
}
