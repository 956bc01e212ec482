'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/class-names';
import { Panel } from '#components/ui/panel';
import type { StateGlyphProps } from '#components/ui/state-glyph';
import { StateGlyph } from '#components/ui/state-glyph';
import { TextLink } from '#components/ui/ui-link';
import type { Node } from '#lib/domain/node/node';
import { type Census, censusOf } from './node-census';

const ROWS: { key: Exclude<keyof Census, 'total'>; glyph: StateGlyphProps }[] = [
  { key: 'ready', glyph: { tone: 'good' } },
  { key: 'down', glyph: { tone: 'bad' } },
  { key: 'unknown', glyph: { tone: 'busy', shape: 'dots' } },
  { key: 'drained', glyph: { tone: 'flight', shape: 'hollow' } },
  { key: 'paused', glyph: { tone: 'warn', shape: 'pause' } },
];
const ROLES = ['managers', 'workers'] as const;

/** Nodes by role, and how many of them take no tasks. */
export function NodesPanel({ nodes }: { nodes: readonly Node[] }) {
  const t = useTranslations('overview.nodes');
  const census = censusOf(nodes);
  const isShown = ({ key }: (typeof ROWS)[number]) =>
    key !== 'unknown' || census.managers.unknown + census.workers.unknown > 0;
  return (
    <Panel flush title={t('title')} aside={nodes.length} actions={<TextLink href="/nodes">{t('all')}</TextLink>}>
      <table className="w-full text-right text-sm">
        <caption className="sr-only">{t('title')}</caption>
        <thead className="text-ink-muted text-xs">
          <tr>
            <td />
            {ROLES.map((role) => (
              <th key={role} scope="col" className="py-1.5 pr-4 font-medium">
                {t(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {ROWS.filter(isShown).map(({ key, glyph }) => (
            <tr key={key}>
              <th scope="row" className="border-line/70 border-t py-1.5 pl-4 text-left font-normal">
                <span className="inline-flex items-center gap-2">
                  <StateGlyph {...glyph} />
                  {t(key)}
                </span>
              </th>
              {ROLES.map((role) => {
                const count = census[role][key];
                const isTrouble = key === 'down' && count > 0;
                return (
                  <td
                    key={role}
                    className={cn(
                      'border-line/70 border-t py-1.5 pr-4',
                      count === 0 && 'text-ink-faint',
                      isTrouble && 'font-semibold text-bad-text',
                    )}
                  >
                    {count}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
