import { expect, test } from 'vitest';
import { Fault } from '#lib/domain/fault';
import { reasonsOf } from './use-form-act';

test('reasons stand at the fields that the fault names', () => {
  const fault = new Fault('invalid_input', {
    fields: ['email', 'password'],
    reasons: ['missing', 'password_too_short'],
  });
  expect(reasonsOf(fault)).toEqual({ email: 'missing', password: 'password_too_short' });
});

test('a fault that names no field, or another fault, is told as a whole', () => {
  expect(reasonsOf(new Fault('invalid_input', { field: 'version' }))).toEqual({});
  expect(reasonsOf(new Fault('email_in_use', { email: 'a@b.cd' }))).toEqual({});
});

test('a field without a reason still shows that it will not do', () => {
  expect(reasonsOf(new Fault('invalid_input', { fields: ['name'] }))).toEqual({ name: 'other' });
});
