'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { cn } from './class-names';
import { IconButton } from './icon-button';
import { lendStyleNonce } from './style-nonce';
import { useUi } from './ui-provider';
import { useFocusReturn } from './use-focus-return';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** For screen readers only: the visible content begins beside the close button. */
  isTitleHidden?: boolean;
  /** One or two sentences beneath the title; announced on opening. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** Where the focus starts; else the first field, else the dialog. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** While a request is pending, Escape and the backdrop do not close it. */
  locked?: boolean;
}

const WIDTH = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl' };

/** Without a field the dialog itself takes the focus, so that it is announced from its title and Enter does nothing. */
const FIELDS = 'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/** A modal dialog. Traps the focus and returns it. On a narrow screen it opens from below. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, isTitleHidden, description, children, footer, size = 'md' } = props;
  const { initialFocus, locked } = props;
  const { words } = useUi();
  const focus = useFocusReturn();
  useEffect(lendStyleNonce, []);
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next || !locked) && onOpenChange(next)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focus.remember();
            const dialog = event.currentTarget as HTMLElement;
            (initialFocus?.current ?? dialog.querySelector<HTMLElement>(FIELDS) ?? dialog).focus();
          }}
          onCloseAutoFocus={focus.giveBack}
          className={cn(
            'fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] animate-rise flex-col rounded-t-lg border border-line bg-raised shadow-overlay focus:outline-none',
            'sm:inset-x-4 sm:top-[8vh] sm:bottom-auto sm:mx-auto sm:max-h-[84vh] sm:rounded-lg',
            WIDTH[size],
          )}
        >
          <header className={isTitleHidden ? 'sr-only' : 'px-5 pt-4 pr-14 pb-3'}>
            <div className="min-w-0">
              <Radix.Title className="break-words font-semibold text-ink text-lg">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-ink-muted text-sm">{description}</Radix.Description>
              )}
            </div>
          </header>
          {children && (
            <div className={cn('min-h-0 flex-1 overflow-y-auto px-5 pb-5', isTitleHidden ? 'pt-3' : 'pt-1')}>
              {children}
            </div>
          )}
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 rounded-b-lg border-line border-t bg-surface px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:[&>button]:flex-1">
              {footer}
            </footer>
          )}
          <IconButton
            label={words.close}
            icon={<X />}
            hint={false}
            disabled={locked}
            className="absolute! top-3 right-3"
            onClick={() => onOpenChange(false)}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
