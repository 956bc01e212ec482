'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Role } from '#lib/domain/access/roles';

/** The signed-in person, as screens need to know them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

const PersonContext = createContext<Person | null>(null);

export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** Only below the console's layout, which redirects visitors without a session. */
export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (!person) throw new Error('usePerson is asked outside of the signed-in part of the console.');
  return person;
}
