'use client';

import { useTranslations } from 'next-intl';
import { Panel } from '#components/ui/panel';
import { Stat } from '#components/ui/stat';
import { TextLink } from '#components/ui/ui-link';
import { isManager, type Node } from '#lib/domain/node/node';

/** How many nodes there are, and how many of them do what. */
export function NodesPanel({ nodes }: { nodes: readonly Node[] }) {
  const t = useTranslations('overview.nodes');
  const count = (is: (node: Node) => boolean) => nodes.filter(is).length;
  const ready = count((node) => node.state === 'ready');
  return (
    <Panel title={t('title')} aside={<TextLink href="/nodes">{t('all')}</TextLink>}>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Stat label={t('ready')} value={`${ready}/${nodes.length}`} />
        <Stat label={t('down')} value={count((node) => node.state === 'down' || node.state === 'disconnected')} />
        <Stat label={t('closed')} value={count((node) => node.availability !== 'active')} note={t('closedNote')} />
        <Stat label={t('workers')} value={count((node) => !isManager(node))} />
      </div>
    </Panel>
  );
}
