'use client';

import { cn } from './class-names';
import { type UiLinkProps, useUi } from './ui-provider';

/** An unstyled link with the application's navigation. */
export function UiLink(props: UiLinkProps) {
  const { Link } = useUi();
  return <Link {...props} />;
}

/** A link in running text. */
export function TextLink({ className, ...props }: UiLinkProps) {
  return (
    <UiLink
      className={cn(
        'rounded-xs text-accent-text underline decoration-accent-mark/50 underline-offset-[3px] transition-colors hover:decoration-current',
        className,
      )}
      {...props}
    />
  );
}
