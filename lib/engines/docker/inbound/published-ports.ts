import type { PublishedPort } from '#lib/domain/service/service';
import type { WirePort } from './wire-shapes';

/** Each port once: a task's status lists every host port twice. */
export function publishedPorts(ports: readonly WirePort[] | null | undefined): PublishedPort[] {
  const byText = new Map<string, PublishedPort>();
  for (const port of ports ?? []) {
    const published: PublishedPort = {
      protocol: port.Protocol === 'udp' || port.Protocol === 'sctp' ? port.Protocol : 'tcp',
      targetPort: port.TargetPort ?? 0,
      publishedPort: port.PublishedPort ?? 0,
      mode: port.PublishMode === 'host' ? 'host' : 'ingress',
    };
    byText.set(JSON.stringify(published), published);
  }
  return [...byText.values()];
}
