'use client';

import { useTranslations } from 'next-intl';
import type { PublishedPort } from '#lib/domain/service/service';

/** 8080→80, and the protocol where it is not TCP. */
export const portText = ({ publishedPort, targetPort, protocol }: PublishedPort): string =>
  `${publishedPort === 0 ? '?' : publishedPort}→${targetPort}${protocol === 'tcp' ? '' : `/${protocol}`}`;

/** Ports in one line, for lists; ports in host mode are marked. */
export function PortsInLine({ ports }: { ports: readonly PublishedPort[] }) {
  const t = useTranslations('services.ports');
  if (ports.length === 0) return <span className="text-ink-faint">–</span>;
  const text = ports.map((port) => (port.mode === 'host' ? `${portText(port)} ${t('hostShort')}` : portText(port)));
  return (
    <span title={text.join(', ')} className="near:relative near:z-10 font-mono text-ink-muted text-xs">
      {text.join(', ')}
    </span>
  );
}
