import type { Shape } from '#components/ui/state-glyph';
import type { Tone } from '#components/ui/tone';
import type { ServiceHealth } from '#lib/domain/service/service-health';

export const HEALTH_LOOKS: Record<ServiceHealth, { tone: Tone; shape?: Shape; moving?: boolean }> = {
  stuck: { tone: 'bad' },
  crashing: { tone: 'bad' },
  failed: { tone: 'bad' },
  dark: { tone: 'bad' },
  short: { tone: 'warn' },
  moving: { tone: 'flight', moving: true },
  finished: { tone: 'good', shape: 'tick' },
  idle: { tone: 'off' },
  well: { tone: 'good' },
};
