import { Fault } from '#lib/domain/fault';
import { ownHeaders } from './own-headers';
import { refusalOf } from './refusal';

/**
 * Saves a response as a file. A plain link cannot do it, because it cannot carry the browser key. The browser buffers
 * the response on disk, and the file appears when it is complete. Throws the fault of a failed response.
 */
export async function saveFile(address: string): Promise<void> {
  const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', headers: ownHeaders() }).catch(
    (cause: unknown) => {
      throw new Fault('console_unreachable', {}, { cause });
    },
  );
  if (!response.ok) throw await refusalOf(response);
  const content = await response.blob().catch((cause: unknown) => {
    throw new Fault('console_unreachable', {}, { cause });
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = nameIn(response.headers.get('content-disposition')) ?? '';
  document.body.append(link);
  link.click();
  link.remove();
  // the click has started the download; revoked later, because some browsers begin late
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const nameIn = (disposition: string | null): string | undefined => /filename="([^"]+)"/.exec(disposition ?? '')?.[1];
