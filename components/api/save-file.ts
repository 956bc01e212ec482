import { Fault } from '#lib/domain/fault';
import { ownHeaders } from './own-headers';
import { refusalOf } from './refusal';

/**
 * Saves what a route answers as a file. A plain link would not do: it cannot carry the browser's key. The browser keeps the
 * answer on its disk while it comes, and the file appears when it is whole. Throws the fault of a refusal.
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
  // the click has taken hold of it; kept a while for browsers that begin later
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const nameIn = (disposition: string | null): string | undefined => /filename="([^"]+)"/.exec(disposition ?? '')?.[1];
