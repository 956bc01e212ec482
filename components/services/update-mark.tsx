'use client';

import { useTranslations } from 'next-intl';
import type { StateGlyphProps } from '#components/ui/state-glyph';
import { StateMark } from '#components/ui/state-mark';
import type { UpdateState } from '#lib/domain/service/service';

const LOOKS: Record<UpdateState, StateGlyphProps> = {
  updating: { tone: 'flight', moving: true },
  paused: { tone: 'bad', shape: 'pause' },
  completed: { tone: 'off', shape: 'tick' },
  rollback_started: { tone: 'flight', moving: true },
  rollback_paused: { tone: 'bad', shape: 'pause' },
  rollback_completed: { tone: 'off', shape: 'tick' },
};

export interface UpdateMarkProps {
  state: UpdateState;
  /** The mark stands alone, so it says that an update is paused. */
  full?: boolean;
}

/** The engine's state of the last update. */
export function UpdateMark({ state, full }: UpdateMarkProps) {
  const t = useTranslations(full ? 'services.update.fullState' : 'services.update.state');
  return <StateMark {...LOOKS[state]}>{t(state)}</StateMark>;
}
