import { Fault } from '#lib/domain/fault';

export const BODY_LIMIT_BYTES = 256 * 1024;
/** Specs, the deepest legitimate bodies, have a dozen levels; parsers and walkers recurse at each. */
const DEEPEST = 100;

const refuse = (reason: string, cause?: unknown): Fault =>
  new Fault('invalid_input', { fields: ['body'], reasons: [reason] }, { cause });

const tooLarge = (): Fault => new Fault('too_large', { limit: BODY_LIMIT_BYTES / 1024 });

async function textOf(request: Request): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > BODY_LIMIT_BYTES) throw tooLarge();
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // the declared length is only a claim, so the received bytes are counted
  const reader = request.body.getReader();
  // a client that disconnects midway is no error of ours
  const read = () => reader.read().catch((cause: unknown) => Promise.reject(refuse('cut_off', cause)));
  for (let next = await read(); !next.done; next = await read()) {
    size += next.value.byteLength;
    if (size > BODY_LIMIT_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(next.value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/**
 * The JSON of the body, or an empty object without a body. Other content types are refused, and a missing one too,
 * because a foreign page can send forms and empty bodies without a preflight, but no JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw refuse('not_json');
  const text = await textOf(request);
  if (text === '') return {};
  if (depthOf(text) > DEEPEST) throw refuse('too_deep');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse('not_json', cause);
  }
}

/** The depth of arrays and objects in a JSON text, without recursion. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === '[' || letter === '{')) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (letter === ']' || letter === '}')) depth -= 1;
  }
  return deepest;
}
