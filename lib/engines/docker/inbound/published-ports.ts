import { distinctPorts, type PublishedPort } from '#lib/domain/service/service';
import type { WirePort } from './wire-shapes';

export const publishedPorts = (ports: readonly WirePort[] | null | undefined): PublishedPort[] =>
  distinctPorts(
    (ports ?? []).map(({ Protocol, TargetPort, PublishedPort, PublishMode }) => ({
      protocol: Protocol === 'udp' || Protocol === 'sctp' ? Protocol : 'tcp',
      targetPort: TargetPort ?? 0,
      publishedPort: PublishedPort ?? 0,
      mode: PublishMode === 'host' ? 'host' : 'ingress',
    })),
  );
