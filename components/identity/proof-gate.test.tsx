import { expect, test } from 'vitest';
import { call } from '#components/api/call';
import { renderScreen } from '#components/testing/render-screen';
import { invitePerson } from '#lib/contract/people';
import { proveSession } from '#lib/contract/session';
import { Fault, isFault } from '#lib/domain/fault';
import { ProofGate } from './proof-gate';

const made = { link: 'https://swarm.example.org/set-up#x', expiresAt: '2026-01-02T00:00:00Z', operationId: 'o1' };

/** A console that requires a proof before it makes an invitation. */
function gated() {
  const screen = renderScreen(<ProofGate />);
  let proved = false;
  const invitations = screen.console.on(invitePerson, () => {
    if (!proved) throw new Fault('proof_needed');
    return made;
  });
  const proofs = screen.console.on(proveSession, ({ body }) => {
    if ('password' in body && body.password !== 'right') throw new Fault('wrong_password');
    proved = true;
    return undefined;
  });
  const invited = call(invitePerson, { body: { role: 'viewer' } });
  return { ...screen, invitations, proofs, invited };
}

test('an act that wants a proof asks for the password, and goes on by itself', async () => {
  const { user, findByLabelText, getByRole, findByText, invited, invitations } = gated();
  await user.type(await findByLabelText('Your password'), 'wrong');
  await user.click(getByRole('button', { name: 'Confirm' }));
  await findByText('Wrong password');
  const field = await findByLabelText('Your password');
  await user.clear(field);
  await user.type(field, 'right');
  await user.click(getByRole('button', { name: 'Confirm' }));
  expect(await invited).toEqual(made);
  expect(invitations).toHaveLength(2);
});

test('a code of the app does as well', async () => {
  const { user, findByRole, findByLabelText, getByRole, invited, proofs } = gated();
  await user.click(await findByRole('button', { name: 'Use a code from the app' }));
  await user.type(await findByLabelText('Code from the app'), '123456');
  await user.click(getByRole('button', { name: 'Confirm' }));
  expect(await invited).toEqual(made);
  expect(proofs[0]?.body).toEqual({ code: '123456' });
});

test('who turns away has done nothing', async () => {
  const { user, findByRole, invited, proofs } = gated();
  const refused = invited.catch((error: unknown) => error);
  await user.click(await findByRole('button', { name: 'Cancel' }));
  expect(isFault(await refused, 'proof_needed')).toBe(true);
  expect(proofs).toEqual([]);
});
