import type { LogMessage } from '#lib/contract/log-stream';
import { visible, withoutAnsi } from '#lib/domain/log/ansi';
import type { LogLine } from '#lib/domain/log/log-line';
import { nodeNames } from '#lib/domain/node/node-name';
import type { Container } from '#lib/ports/container';
import type { LogNews, LogRequest, LogTarget, LogViewer } from '#lib/ports/task-logs';

/** Something that goes on, in pieces of text, and can be ended by either side. */
export interface TextSource {
  /** null: that was all. */
  next(): Promise<string | null>;
  close(): void;
}

/** The words of a file's last lines, which list what is not in it. */
export interface LogFileWords {
  missing(nodes: string[]): string;
  left(count: number): string;
  failed(code: string, engineText: string | null): string;
}

const json = (message: LogMessage): string => `${JSON.stringify(message)}\n`;

const messageOf = ({ taskId: task, nodeId: node, channel, at, text, cut }: LogLine): LogMessage => ({
  kind: 'line',
  task,
  node,
  channel,
  at,
  text,
  ...(cut === undefined ? {} : { cut }),
});

function ndjsonOf(news: LogNews): string {
  switch (news.kind) {
    case 'lines':
      return news.lines.map((line) => json(messageOf(line))).join('');
    case 'missing':
      return json({ kind: 'missing', nodes: [...news.nodes] });
    case 'end':
      return json({ kind: 'end', why: news.fault ? 'fault' : 'done', fault: news.fault });
    default:
      return json(news);
  }
}

/** One JSON object a line: see `LogMessage`. A viewer that ends without a word was ended with the console. */
export async function followLogs(
  ports: Pick<Container, 'picture' | 'taskLogs'>,
  request: LogRequest,
): Promise<TextSource> {
  return textSource(await ports.taskLogs.open(request), ndjsonOf, json({ kind: 'end', why: 'ending', fault: null }));
}

/**
 * Everything that the engine has, for a file: `TIME PLACE TEXT` a line, with nothing in it that a terminal would obey.
 */
export async function wholeLogs(
  ports: Pick<Container, 'picture' | 'taskLogs'>,
  target: LogTarget,
  sinceMs: number | null,
  words: LogFileWords,
): Promise<TextSource> {
  const cluster = ports.picture.cluster();
  const calls = nodeNames(cluster.nodes.values());
  const places = new Map<string, string>();
  const placeOf = ({ taskId, nodeId }: LogLine): string => {
    const known = places.get(taskId);
    if (known !== undefined) return known;
    const task = cluster.tasks.get(taskId);
    const service = task && cluster.services.get(task.serviceId)?.name;
    const node = calls.get(nodeId) ?? nodeId.slice(0, 12);
    const place = task?.slot ? `${service ?? ''}.${task.slot}@${node}` : `${service ?? taskId.slice(0, 12)}@${node}`;
    places.set(taskId, place);
    return place;
  };
  const lineOf = (line: LogLine) =>
    `${line.at} ${visible(placeOf(line))} ${line.channel === 'stderr' ? 'E' : '-'} ${visible(withoutAnsi(line.text))}\n`;
  const textOf = (news: LogNews): string => {
    if (news.kind === 'lines') return news.lines.map(lineOf).join('');
    if (news.kind === 'missing')
      return `# ${visible(words.missing(news.nodes.map(({ id, hostname }) => hostname ?? id.slice(0, 12))))}\n`;
    if (news.kind === 'tasks-left-out') return `# ${words.left(news.count)}\n`;
    if (news.kind === 'engine') return `# ${visible(news.text)}\n`;
    if (news.kind === 'end' && news.fault)
      return `# ${visible(words.failed(news.fault.code, news.fault.engineText))}\n`;
    return '';
  };
  return textSource(await ports.taskLogs.whole(target, sinceMs), textOf, '');
}

function textSource(viewer: LogViewer, textOf: (news: LogNews) => string, atEnd: string): TextSource {
  let over = false;
  return {
    async next() {
      for (;;) {
        const news = over ? null : await viewer.next();
        if (news === null && over) return null;
        if (news === null) {
          over = true;
          return atEnd === '' ? null : atEnd;
        }
        over = news.kind === 'end';
        const text = textOf(news);
        if (text !== '') return text;
      }
    },
    close: () => viewer.close(),
  };
}
