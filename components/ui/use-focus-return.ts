import { useRef } from 'react';

/** The focused element; for an item of a closing menu, the menu's button. */
const holder = (): HTMLElement | null => {
  const active = document.activeElement;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return (button ? document.getElementById(button) : null) ?? (active instanceof HTMLElement ? active : null);
};

/** Returns the focus to where it was, because Radix does so only for a dialog opened by its own trigger. */
export const useFocusReturn = () => {
  const opener = useRef<HTMLElement | null>(null);
  return {
    remember: () => {
      opener.current = holder();
    },
    giveBack: (event: Event) => {
      event.preventDefault();
      if (opener.current?.isConnected) opener.current.focus();
    },
  };
};
