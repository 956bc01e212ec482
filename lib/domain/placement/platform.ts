import type { Node } from '../node/node';

/** A platform in a spec's Placement.Platforms and in a registry's response; '' matches any. */
export interface Platform {
  architecture: string;
  os: string;
}

/** Both spellings of the same hardware. (SwarmKit: manager/scheduler/filter.go, platformEqual) */
const SAME: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64' };
const spelled = (architecture: string): string => SAME[architecture] ?? architecture;

/**
 * Whether a node runs one of these; an empty list allows all. (SwarmKit: manager/scheduler/filter.go, PlatformFilter)
 */
export const platformFits = ({ platform }: Pick<Node, 'platform'>, platforms: readonly Platform[]): boolean =>
  platforms.length === 0 ||
  platforms.some(
    ({ architecture, os }) =>
      (architecture === '' || spelled(architecture) === spelled(platform.architecture)) &&
      (os === '' || os === platform.os),
  );

export const platformText = ({ architecture, os }: Platform): string =>
  `${os || '*'}/${architecture ? spelled(architecture) : '*'}`;

/**
 * The platforms of an image as a spec gets them: attestations are none, arm goes without its architecture because nodes
 * name the variant (armv7l), and each stands once. (docker/cli: client/service_create.go, imageDigestAndPlatforms)
 */
export function placementPlatforms(ofImage: readonly Platform[]): Platform[] {
  const platforms = new Map<string, Platform>();
  for (const { architecture, os } of ofImage) {
    if (os === 'unknown' || architecture === 'unknown') continue;
    const platform = { architecture: architecture.toLowerCase() === 'arm' ? '' : architecture, os };
    platforms.set(`${platform.os}/${platform.architecture}`, platform);
  }
  return [...platforms.values()];
}
