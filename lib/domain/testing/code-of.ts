import { type FaultCode, isFault } from '../fault';

/** What became of it: 'done', the code of the fault, or the words of another error. */
export const codeOf = (result: Promise<unknown>): Promise<FaultCode | string> =>
  result.then(
    () => 'done',
    (error: unknown) => (isFault(error) ? error.code : String(error)),
  );
