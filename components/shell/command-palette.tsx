'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useNodes, useServices } from '#components/live/use-live';
import { cn } from '#components/ui/class-names';
import { Dialog } from '#components/ui/dialog';
import { FIELD_LOOKS } from '#components/ui/field-looks';
import { IconButton } from '#components/ui/icon-button';
import { matcherOf } from '#components/ui/text-match';
import { may } from '#lib/domain/access/roles';
import { AVAILABILITIES } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import { usePerson } from './person';
import { PLACES } from './places';
import { ShortcutSheet } from './shortcut-sheet';
import { useGlobalKeys } from './use-global-keys';
import { useSafeRouter } from './use-held-links';

/** A command of the palette: a page, or an object's page with a dialog open. */
interface Command {
  group: 'screens' | 'services' | 'nodes' | 'actions' | 'tasks';
  label: string;
  href: string;
}

const DRAWN = 60;

/** Ctrl-K (or ⌘K): opens a screen, a node, a service or a task, or an action's dialog. `?` shows the shortcuts. */
export function CommandPalette() {
  const t = useTranslations('shell.palette');
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  useGlobalKeys({ palette: () => setOpen('palette'), shortcuts: () => setOpen('shortcuts') });
  return (
    <>
      <IconButton
        label={t('open')}
        icon={<Search />}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen('palette')}
      />
      <Dialog open={open === 'palette'} onOpenChange={() => setOpen(null)} title={t('title')} isTitleHidden>
        <Choices onDone={() => setOpen(null)} />
      </Dialog>
      <ShortcutSheet open={open === 'shortcuts'} onClose={() => setOpen(null)} />
    </>
  );
}

function Choices({ onDone }: { onDone: () => void }) {
  const t = useTranslations('shell.palette');
  const router = useSafeRouter();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const commands = useCommands();
  const found = useMemo(() => {
    const matches = matcherOf(typed);
    const hits = commands.filter(({ label, group }) => matches(`${label} ${t(`group.${group}`)}`)).slice(0, DRAWN);
    const text = typed.trim();
    if (text === '') return hits;
    const find: Command = {
      group: 'tasks',
      label: t('findTasks', { text }),
      href: `/tasks?q=${encodeURIComponent(text)}`,
    };
    return [...hits, find];
  }, [commands, typed, t]);
  const here = Math.min(at, found.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${here}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [here]);

  const go = ({ href }: Command) => {
    onDone();
    router.push(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + 8, PageUp: here - 8 }[event.key];
    if (there !== undefined) {
      event.preventDefault();
      setAt(Math.min(found.length - 1, Math.max(0, there)));
    }
    const command = found[here];
    if (event.key === 'Enter' && command && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(command);
    }
  };

  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label={t('find')}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={here >= 0 ? `${id}-${here}` : undefined}
        placeholder={t('find')}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        // beside the dialog's close button
        className={cn(FIELD_LOOKS, 'w-[calc(100%-2.5rem)]')}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('title')}
        className="-mx-2 mt-3 h-[min(24rem,50dvh)] overflow-y-auto overscroll-contain"
      >
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and takes the keys
          <div
            key={`${command.href} ${command.group}`}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === here}
            onClick={() => go(command)}
            onPointerMove={() => setAt(index)}
            className={cn(
              'flex min-h-8 cursor-default items-center gap-3 rounded-md px-2 text-sm pointer-coarse:min-h-10',
              index === here && 'bg-hover',
            )}
          >
            <span className="min-w-0 flex-1 truncate">{command.label}</span>
            <span className="shrink-0 text-ink-muted text-xs">{t(`group.${command.group}`)}</span>
          </div>
        ))}
      </div>
    </>
  );
}

/** All commands that this person has the right to, by kind. */
function useCommands(): Command[] {
  const t = useTranslations('shell.palette');
  const places = useTranslations('shell.places');
  const account = useTranslations('shell.account');
  const act = useTranslations('services.act');
  const availability = useTranslations('nodes.act');
  const nodes = useNodes();
  const services = useServices();
  const { role } = usePerson();
  return useMemo(() => {
    const screens = [
      ...PLACES.map(({ href, key }) => ({ href, label: places(key) })),
      { href: '/settings/account', label: account('own') },
      { href: '/settings/tokens', label: account('tokens') },
      ...(may(role, 'people:administer') ? [{ href: '/settings/people', label: account('people') }] : []),
    ];
    const acts = (
      [
        ['scale', 'service:scale'],
        ['update', 'service:update'],
        ['rollback', 'service:rollback'],
      ] as const
    ).filter(([, verb]) => may(role, verb));
    const calls = nodeNames(nodes ?? []);
    return [
      ...screens.map((screen): Command => ({ group: 'screens', ...screen })),
      ...(services ?? []).map(({ id, name }): Command => ({ group: 'services', label: name, href: `/services/${id}` })),
      ...(nodes ?? []).map(({ id }): Command => ({ group: 'nodes', label: calls.get(id) ?? id, href: `/nodes/${id}` })),
      ...(services ?? []).flatMap(({ id, name, mode }) =>
        acts
          .filter(([key]) => key !== 'scale' || mode.kind === 'replicated' || mode.kind === 'replicated-job')
          .map(
            ([key]): Command => ({
              group: 'actions',
              label: t('action', { action: act(key), name }),
              href: `/services/${id}?do=${key}`,
            }),
          ),
      ),
      ...(may(role, 'node:availability') ? (nodes ?? []) : []).flatMap((node) =>
        AVAILABILITIES.filter((wanted) => wanted !== node.availability).map(
          (wanted): Command => ({
            group: 'actions',
            label: t('action', { action: availability(`${wanted}.verb`), name: calls.get(node.id) ?? node.id }),
            href: `/nodes/${node.id}?do=${wanted}`,
          }),
        ),
      ),
    ];
  }, [t, places, account, act, availability, nodes, services, role]);
}
