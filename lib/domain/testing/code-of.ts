import { type FaultCode, isFault } from '../fault';

/** What became of it: 'done', the code of the fault, or the words of another error. */
export const codeOf = (asked: Promise<unknown>): Promise<FaultCode | string> =>
  asked.then(
    () => 'done',
    (error: unknown) => (isFault(error) ? error.code : String(error)),
  );
