'use client';

type Json = Record<string, unknown>;

/** Whether this browser has passkeys, and reads and writes them as JSON. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Asks the browser for a new passkey; null where the person turned away. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return jsonOf(navigator.credentials.create({ publicKey }));
}

/** Asks the browser for a passkey that it holds; null where the person turned away. */
export async function askPasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return jsonOf(navigator.credentials.get({ publicKey }));
}

const jsonOf = (asked: Promise<Credential | null>): Promise<Json | null> =>
  asked.then(
    (credential) => credential && ((credential as PublicKeyCredential).toJSON() as unknown as Json),
    () => null,
  );
