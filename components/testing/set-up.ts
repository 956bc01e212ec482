import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// Browser APIs that happy-dom lacks and that dialogs and tables use.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

afterEach(() => cleanup());
