'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePerson } from '#components/shell/person';
import { Notice } from '#components/ui/notice';
import { may } from '#lib/domain/access/roles';
import { foreignPorts } from '#lib/domain/cluster/shared-host';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';

const DISMISSED = 'swarmdeck.shared-host';
const MOST_NAMED = 5;
const PORT_OF: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** Warns admins of other services on the console's own host name, until they dismiss it for that name. */
export function SharedHostNotice({ nodes, services }: { nodes: readonly Node[]; services: readonly Service[] }) {
  const t = useTranslations('overview.sharedHost');
  const format = useFormatter();
  const { role } = usePerson();
  // Rendered only after the first picture, so never on the server.
  const { hostname, port, protocol } = window.location;
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(DISMISSED) === hostname);
  if (isDismissed || !may(role, 'swarm:administer')) return null;
  const ports = foreignPorts({ hostname, port: Number(port) || (PORT_OF[protocol] ?? 0) }, { nodes, services });
  if (ports.length === 0) return null;
  const named = ports.slice(0, MOST_NAMED).map((each) => `${each.service} (${each.port})`);
  const more = ports.length - named.length;
  const list = format.list(more > 0 ? [...named, t('more', { more })] : named);
  return (
    <div className="mb-4">
      <Notice
        kind="info"
        title={t('title', { host: hostname })}
        onDismiss={() => {
          localStorage.setItem(DISMISSED, hostname);
          setDismissed(true);
        }}
      >
        {t('meaning', { list })} {t('remedy')}
      </Notice>
    </div>
  );
}
