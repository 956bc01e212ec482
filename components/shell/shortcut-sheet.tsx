'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '#components/ui/dialog';

const SHORTCUTS = [
  { key: 'palette', keys: ['Ctrl', 'K'] },
  { key: 'sheet', keys: ['?'] },
  { key: 'walk', keys: ['↑', '↓', 'J', 'K'] },
  { key: 'ends', keys: ['Home', 'End'] },
  { key: 'open', keys: ['Enter'] },
  { key: 'close', keys: ['Esc'] },
  { key: 'logSearch', keys: ['/'] },
  { key: 'logNext', keys: ['N'] },
  { key: 'logPrevious', keys: ['Shift', 'N'] },
  { key: 'logFollow', keys: ['F'] },
  { key: 'logWrap', keys: ['W'] },
  { key: 'logPause', keys: ['P'] },
] as const;

/** The list of keyboard shortcuts. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('shell.shortcuts');
  return (
    <Dialog open={open} onOpenChange={onClose} title={t('title')} size="sm">
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-2">
        {SHORTCUTS.map(({ key, keys }) => (
          <div key={key} className="contents">
            <dt>{t(key)}</dt>
            <dd className="flex justify-end gap-1">
              {keys.map((one) => (
                <kbd key={one} className="rounded-xs border border-line-strong bg-sunken px-1.5 font-mono text-xs">
                  {one}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
