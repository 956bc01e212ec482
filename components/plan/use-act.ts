'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#components/api/call';
import { useOperationNews } from '#components/live/use-live';
import { readOperation } from '#lib/contract/audit';
import { asFault, type Fault } from '#lib/domain/fault';
import { isOpen, newsOf, type OperationNews } from '#lib/domain/operation/operation';

/** idle → sending → requested (the engine accepted it, the swarm is at work) → settled; or failed, with the fault. */
export type ActPhase = 'idle' | 'sending' | 'requested' | 'settled' | 'failed';

export interface Act {
  phase: ActPhase;
  fault: Fault | null;
  /** The operation in the ledger, once its row is there. */
  operation: OperationNews | null;
  /** Sends the action. Results are in `phase`. */
  submit: (send: () => Promise<{ operationId: string }>) => void;
  reset: () => void;
}

const IDLE = { phase: 'idle', fault: null, operation: null } as const;
const POLL_MS = 3000;

/** Sends an action and follows its operation over the live connection. Never shows an outcome before the swarm does. */
export function useAct(): Act {
  const [state, setState] = useState<Pick<Act, 'phase' | 'fault' | 'operation'>>(IDLE);
  const followed = useRef<string | null>(null);

  const apply = useCallback((news: OperationNews) => {
    if (news.id !== followed.current) return;
    setState((held) => {
      // A lost answer stays a failure until the operation is answered, because an open row does not mean that the
      // engine accepted it.
      const isStillUnknown = held.phase === 'failed' && isOpen(news);
      if (news.state === 'refused' || isStillUnknown) return { ...held, operation: news };
      return { phase: isOpen(news) ? 'requested' : 'settled', fault: null, operation: news };
    });
  }, []);
  useOperationNews(apply);

  // News may be lost with the connection, or arrive before the answer with the operation's id.
  const { phase } = state;
  useEffect(() => {
    if (phase !== 'requested' && phase !== 'failed') return;
    const poll = () => {
      const operationId = followed.current;
      if (!operationId) return;
      call(readOperation, { params: { operationId } }).then(
        ({ operation }) => apply(newsOf(operation)),
        () => undefined,
      );
    };
    poll();
    const timer = setInterval(poll, POLL_MS);
    return () => clearInterval(timer);
  }, [phase, apply]);

  const submit = useCallback((send: () => Promise<{ operationId: string }>) => {
    followed.current = null;
    setState({ phase: 'sending', fault: null, operation: null });
    send().then(
      ({ operationId }) => {
        followed.current = operationId;
        setState((held) => (held.phase === 'sending' ? { ...held, phase: 'requested' } : held));
      },
      (error: unknown) => {
        const fault = asFault(error);
        const { operationId } = fault.params;
        if (fault.code === 'outcome_unknown' && typeof operationId === 'string') followed.current = operationId;
        setState({ phase: 'failed', fault, operation: null });
      },
    );
  }, []);
  const reset = useCallback(() => {
    followed.current = null;
    setState(IDLE);
  }, []);
  return { ...state, submit, reset };
}
