'use client';

import { useTranslations } from 'next-intl';
import { Panel } from '#components/ui/panel';
import { StateGlyph } from '#components/ui/state-glyph';
import { TextLink } from '#components/ui/ui-link';
import type { Node } from '#lib/domain/node/node';
import { cn } from '../ui/class-names';
import type { StateGlyphProps } from '../ui/state-glyph';
import { type Census, censusOf } from './node-census';

const COLUMNS: { key: keyof Census; glyph?: StateGlyphProps }[] = [
  { key: 'total' },
  { key: 'ready', glyph: { tone: 'good' } },
  { key: 'notReady', glyph: { tone: 'bad' } },
  { key: 'drained', glyph: { tone: 'flight', shape: 'hollow' } },
  { key: 'paused', glyph: { tone: 'warn', shape: 'pause' } },
];

/** How many nodes there are, are there, and take tasks; by role. */
export function NodesPanel({ nodes }: { nodes: readonly Node[] }) {
  const t = useTranslations('overview.nodes');
  const census = censusOf(nodes);
  return (
    <Panel flush title={t('title')} actions={<TextLink href="/nodes">{t('all')}</TextLink>}>
      <table className="w-full text-right text-sm">
        <caption className="sr-only">{t('title')}</caption>
        <thead className="text-ink-muted text-xs">
          <tr>
            <th scope="col" className="py-1.5 pl-4 text-left font-medium">
              {t('role')}
            </th>
            {COLUMNS.map(({ key, glyph }) => (
              <th key={key} scope="col" className="px-1.5 py-1.5 font-medium last:pr-4">
                <span className="inline-flex items-center gap-1">
                  {glyph && <StateGlyph {...glyph} className="size-2" />}
                  {t(key)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {(['managers', 'workers'] as const).map((role) => (
            <tr key={role}>
              <th scope="row" className="border-line/70 border-t py-2 pl-4 text-left font-normal">
                {t(role)}
              </th>
              {COLUMNS.map(({ key }) => (
                <td
                  key={key}
                  className={cn(
                    'border-line/70 border-t px-1.5 py-2 last:pr-4',
                    census[role][key] === 0 && 'text-ink-faint',
                    key === 'notReady' && census[role][key] > 0 && 'font-semibold text-bad-text',
                  )}
                >
                  {census[role][key]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
