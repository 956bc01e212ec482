import { SeededRandom } from '../scale/seeded-random';
import type { Real } from './good-requests';
import { problemIn, wrongWith } from './judge';
import { type FuzzRequest, makeRequest } from './make-request';
import { send } from './send';

export interface FuzzOptions {
  url: string;
  seed: number;
  count: number;
  /** Headers that say who asks, by name; asked for anew after `again`, when a session was ended on the way. */
  identities: Map<string, Record<string, string>>;
  again(name: string): Promise<Record<string, string>>;
  real: Real;
  /** What no answer may hold. */
  secrets: readonly string[];
  sideBySide?: number;
  progress?(done: number): void;
}

export interface FuzzReport {
  sent: number;
  /** How often each status came; 'none' where the connection was closed. */
  statuses: Record<string, number>;
  /** How often each code of a fault came. */
  codes: Record<string, number>;
  /** Ids of acts that were taken, with their contracts. */
  accepted: { id: string; contract: string }[];
  wrong: string[];
}

const ENDS_A_SESSION = /^(session\.|account\.(password|end-))/;

/** Sends malformed requests and judges each answer. The same seed makes the same requests, whoever answers first. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { url, seed, count, identities, real, secrets, sideBySide = 6 } = options;
  const random = new SeededRandom(seed);
  const names = [...identities.keys()];
  const report: FuzzReport = { sent: 0, statuses: {}, codes: {}, accepted: [], wrong: [] };
  const requests = Array.from({ length: count }, () => makeRequest(names, real, url, random));
  let next = 0;
  const one = async (request: FuzzRequest, number: number): Promise<void> => {
    const about = `#${number} ${request.asker}: ${request.raw === undefined ? `${request.method} ${request.path.slice(0, 120)} ${request.body.slice(0, 160)}` : request.raw.slice(0, 80)}`;
    try {
      const answer = await send(url, request, identities.get(request.asker) ?? {});
      const problem = problemIn(answer);
      const status = String(answer.status ?? 'none');
      report.statuses[status] = (report.statuses[status] ?? 0) + 1;
      if ((answer.status ?? 0) >= 400 && problem.code)
        report.codes[problem.code] = (report.codes[problem.code] ?? 0) + 1;
      if ((answer.status ?? 500) < 300 && problem.operationId)
        report.accepted.push({ id: problem.operationId, contract: request.contract.id });
      const wrong = wrongWith(request, answer, secrets);
      if (wrong) report.wrong.push(`${about}\n    ${wrong}`);
      if (
        problem.code === 'not_signed_in' ||
        ((answer.status ?? 500) < 300 && ENDS_A_SESSION.test(request.contract.id))
      )
        if (identities.get(request.asker)?.cookie) identities.set(request.asker, await options.again(request.asker));
    } catch (error) {
      report.wrong.push(`${about}\n    ${String(error)}`);
    }
    report.sent += 1;
    if (report.sent % 500 === 0) options.progress?.(report.sent);
  };
  const worker = async (): Promise<void> => {
    for (let number = next++; number < requests.length; number = next++) {
      const request = requests[number];
      if (request) await one(request, number);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return report;
}
