import { useRef } from 'react';

/** Who had the focus: for something chosen in a menu that is closing, the menu's button. */
const holder = (): HTMLElement | null => {
  const active = document.activeElement;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return (button ? document.getElementById(button) : null) ?? (active instanceof HTMLElement ? active : null);
};

/** Gives the focus back to where it was before: Radix does so only for a dialog that is opened by its own trigger. */
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
