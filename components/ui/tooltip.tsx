'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export interface TooltipProps {
  content: ReactNode;
  /** The element that the hint describes; it must be focusable. */
  children: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** The hint only repeats the accessible name, so it is not announced. */
  labels?: boolean;
}

/** A hint on hover and focus. Never the only place of an information. */
export function Tooltip({ content, children, side = 'top', labels }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild {...(labels && { 'aria-describedby': undefined })}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-sm bg-ink px-2 py-1 text-canvas text-xs shadow-overlay"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
