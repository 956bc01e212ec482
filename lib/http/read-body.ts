import { Fault } from '#lib/domain/fault';

export const BODY_LIMIT_BYTES = 256 * 1024;

const refuse = (reason: string): Fault => new Fault('invalid_input', { fields: ['body'], reasons: [reason] });

async function textOf(request: Request): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > BODY_LIMIT_BYTES) throw refuse('too_large');
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // the declared length is the sender's word: count what really comes
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > BODY_LIMIT_BYTES) {
      await reader.cancel();
      throw refuse('too_large');
    }
    chunks.push(next.value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The JSON that was sent, or an empty object when nothing was. Other content types are refused: forms can't post JSON. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await textOf(request);
  if (text === '') return {};
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw refuse('not_json');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('invalid_input', { fields: ['body'], reasons: ['not_json'] }, { cause });
  }
}
