'use client';

import { useLocale, useTranslations } from 'next-intl';
import { StateGlyph, type StateGlyphProps } from '#components/ui/state-glyph';
import type { HealthLevel } from '#lib/domain/cluster/health';
import type { Consequence, Effect } from '#lib/domain/operation/consequence';

const LOOKS: Record<HealthLevel, StateGlyphProps> = {
  ok: { tone: 'good', shape: 'tick' },
  warning: { tone: 'warn' },
  critical: { tone: 'bad' },
};

/** The effects of an action, worst first, as far as they can be predicted. */
export function ConsequenceList({ consequence }: { consequence: Consequence }) {
  const t = useTranslations('effect');
  const sentenceOf = useSentenceOfEffect();
  if (consequence.effects.length === 0) return null;
  return (
    <ul aria-label={t('title')} className="flex flex-col gap-1.5">
      {consequence.effects.map((effect) => (
        <li key={effect.kind} className="flex items-baseline gap-2 text-sm">
          <StateGlyph {...LOOKS[effect.level]} className="translate-y-px" />
          <span className="sr-only">{t(`level.${effect.level}`)}: </span>
          <span className={effect.level === 'critical' ? 'font-medium text-bad-text' : 'text-ink'}>
            {sentenceOf(effect)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** An effect as a sentence; lists of services joined by the language's rules. */
function useSentenceOfEffect(): (effect: Effect) => string {
  const t = useTranslations('effect');
  const locale = useLocale();
  return ({ kind, ...values }) => {
    const list = new Intl.ListFormat(locale, { type: 'conjunction' });
    // ICU cannot select by a value with a hyphen, such as start-first, nor by an empty one.
    const plain = (name: string, value: string | number | string[]) => {
      if (Array.isArray(value)) return list.format(value);
      return name === 'order' ? String(value).replaceAll('-', '_') : value === '' ? 'none' : value;
    };
    const params = Object.entries(values).map(([name, value]) => [name, plain(name, value)]);
    const count = 'services' in values ? values.services.length : undefined;
    return t(kind, { ...Object.fromEntries(params), ...(count !== undefined && { count }) });
  };
}
