'use client';

type Json = Record<string, unknown>;

/** Whether this browser supports passkeys and their JSON form. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Creates a passkey; null where the person cancelled. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return jsonOf(navigator.credentials.create({ publicKey }));
}

/** Signs in with a passkey of this browser; null where the person cancelled. */
export async function askPasskey(options: Json): Promise<Json | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return jsonOf(navigator.credentials.get({ publicKey }));
}

const jsonOf = (request: Promise<Credential | null>): Promise<Json | null> =>
  request.then(
    (credential) => credential && ((credential as PublicKeyCredential).toJSON() as unknown as Json),
    () => null,
  );
