'use client';

import { type FormEvent, useState } from 'react';
import { asFault, type Fault } from '#lib/domain/fault';

export type FieldReasons = Record<string, string>;

/** A failed submit as a form shows it: reasons by field where the fault names fields, else the fault itself. */
export interface FormAct {
  pending: boolean;
  fault: Fault | null;
  reasons: FieldReasons;
  submit(event: FormEvent): void;
}

/**
 * The submit of a form. `check` validates by field in the browser, `send` calls the console. The input survives a
 * failure.
 */
export function useFormAct({ check, send }: { check: () => FieldReasons; send: () => Promise<void> }): FormAct {
  const [pending, setPending] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [reasons, setReasons] = useState<FieldReasons>({});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const seen = check();
    setReasons(seen);
    setFault(null);
    if (Object.keys(seen).length > 0) {
      // focus the first invalid field, because that is where the person continues
      const first = Object.keys(seen)[0];
      (event.currentTarget as HTMLFormElement).querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setPending(true);
    send().catch((error: unknown) => {
      const refused = asFault(error);
      const named = reasonsOf(refused);
      setReasons(named);
      setFault(Object.keys(named).length > 0 ? null : refused);
      setPending(false);
    });
  };
  return { pending, fault, reasons, submit };
}

/** `fields` and `reasons` of an invalid_input are parallel lists. */
export function reasonsOf({ code, params }: Pick<Fault, 'code' | 'params'>): FieldReasons {
  const { fields, reasons } = params;
  if (code !== 'invalid_input' || !Array.isArray(fields)) return {};
  return Object.fromEntries(fields.map((field, at) => [field, (Array.isArray(reasons) && reasons[at]) || 'other']));
}
