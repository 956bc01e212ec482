'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from './icon-button';
import { lendStyleNonce } from './style-nonce';
import { useUi } from './ui-provider';
import { useFocusReturn } from './use-focus-return';

export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

/** Detail at the right edge, for looking something up without leaving the list. The whole screen when that is narrow. */
export function Sheet({ open, onOpenChange, title, description, children, footer }: SheetProps) {
  const { words } = useUi();
  const focus = useFocusReturn();
  useEffect(lendStyleNonce, []);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focus.remember();
            (event.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={focus.giveBack}
          className="fixed inset-y-0 right-0 z-40 flex w-full animate-slide-in flex-col border-line border-l bg-raised shadow-overlay focus:outline-none sm:max-w-xl"
        >
          <header className="border-line border-b py-3.5 pr-14 pl-5">
            <div className="min-w-0">
              <Radix.Title className="break-words font-semibold text-lg">{title}</Radix.Title>
              {description && <Radix.Description className="text-ink-muted text-sm">{description}</Radix.Description>}
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
          {footer && (
            <footer className="flex justify-end gap-2 border-line border-t bg-surface px-5 py-3">{footer}</footer>
          )}
          <IconButton
            label={words.close}
            icon={<X />}
            hint={false}
            className="absolute! top-2.5 right-3"
            onClick={() => onOpenChange(false)}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
