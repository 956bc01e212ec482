import { useEffect, useRef } from 'react';

export interface GlobalKeys {
  palette: () => void;
  shortcuts: () => void;
}

/** Ctrl-K and ⌘K everywhere except over an open dialog; `?` while nobody types. */
export function useGlobalKeys(keys: GlobalKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('[role=dialog][data-state=open]')) return;
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.palette();
      } else if (key === '?' && !ctrlKey && !metaKey && !altKey) {
        if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]')) return;
        event.preventDefault();
        latest.current.shortcuts();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
