'use client';

import { Tooltip } from 'radix-ui';
import {
  type AnchorHTMLAttributes,
  type ComponentType,
  createContext,
  type ReactNode,
  type Ref,
  useContext,
} from 'react';

export interface UiLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  ref?: Ref<HTMLAnchorElement>;
}

/** The few texts of the primitives themselves. */
export interface UiWords {
  copy: string;
  copied: string;
  close: string;
  dismiss: string;
  loading: string;
  optional: string;
  increase: string;
  decrease: string;
  showPassword: string;
  hidePassword: string;
  sortBy: string;
  ascending: string;
  descending: string;
  before: string;
  after: string;
  added: string;
  removed: string;
  changed: string;
  notSet: string;
  breadcrumb: string;
  /** "{count} of {of}" */
  countOf: (count: number, of: number) => string;
}

export interface UiEnvironment {
  locale: string;
  timeZone: string;
  /** When the server rendered, because relative times must be equal during hydration. Epoch ms. */
  renderedAt: number;
  Link: ComponentType<UiLinkProps>;
  words: UiWords;
}

const Environment = createContext<UiEnvironment | null>(null);

export function UiProvider({ value, children }: { value: UiEnvironment; children: ReactNode }) {
  return (
    <Environment value={value}>
      <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
        {children}
      </Tooltip.Provider>
    </Environment>
  );
}

export const useUi = (): UiEnvironment => {
  const environment = useContext(Environment);
  if (!environment) throw new Error('A component of components/ui is used outside of <UiProvider>.');
  return environment;
};
