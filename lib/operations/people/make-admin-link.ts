import type { Container } from '#lib/ports/container';
import type { LinkPurpose, Person } from '#lib/ports/sessions';
import { recordHouseAct } from '../record-house-act';

type Ports = Pick<Container, 'ledger' | 'sessions'>;

export type AdminLink =
  | { made: 'first-admin'; secret: string }
  | { made: 'new-password'; secret: string; person: Person }
  /** Several admins match, or none: no link was made. */
  | { made: 'nothing'; admins: Person[] };

/**
 * A one-time link for people who can run commands beside the database: a new password for an admin, or the first
 * account where there is none. With one admin no e-mail is needed.
 */
export async function makeAdminLink(ports: Ports, email: string | null): Promise<AdminLink> {
  const everybody = await ports.sessions.people();
  if (everybody.length === 0) {
    return { made: 'first-admin', secret: await linkFor(ports, { kind: 'first-admin' }, null) };
  }
  const admins = everybody.filter((person) => person.role === 'admin');
  const meant = email ? admins.filter((person) => person.email === email.trim().toLowerCase()) : admins;
  const [person] = meant;
  if (!person || meant.length > 1) return { made: 'nothing', admins };
  return {
    made: 'new-password',
    person,
    secret: await linkFor(ports, { kind: 'new-password', userId: person.id }, person),
  };
}

async function linkFor(ports: Ports, purpose: LinkPurpose, person: Person | null): Promise<string> {
  const { result } = await recordHouseAct(
    ports,
    {
      action: 'admin.link',
      by: { kind: 'system', name: 'npm run admin:link' },
      target: person
        ? { kind: 'user', id: person.id, name: person.name }
        : { kind: 'console', id: 'people', name: 'first-admin' },
      command: person ? `npm run admin:link -- ${person.email}` : 'npm run admin:link',
    },
    () => ports.sessions.makeLink(purpose),
  );
  return result;
}
