import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// Browser parts that happy-dom lacks or does by halves, and that dialogs and tables stand on.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

afterEach(() => cleanup());
