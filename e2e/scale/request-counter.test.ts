import { expect, test } from 'vitest';
import { RequestCounter } from './request-counter';

const counted = (text: string, pieces: number): string[] => {
  const requests: string[] = [];
  const counter = new RequestCounter((request) => requests.push(request));
  for (let at = 0; at < text.length; at += pieces) counter.take(Buffer.from(text.slice(at, at + pieces)));
  return requests;
};

const requests = [
  'GET /v1.41/tasks?filters=%7B%7D HTTP/1.1\r\nHost: docker\r\n\r\n',
  'POST /v1.41/services/abc/update?version=7 HTTP/1.1\r\nContent-Length: 24\r\n\r\nGET /no HTTP/1.1\r\n\r\n1234',
  'GET /_ping HTTP/1.1\r\n\r\n',
  'GET /services/abc HTTP/1.1\r\n\r\n',
].join('');

test('requests on one connection are told by method and kind, however they are cut', () => {
  for (const pieces of [1, 7, 1000])
    expect(counted(requests, pieces)).toEqual([
      'GET /tasks',
      'POST /services/…/update',
      'GET /_ping',
      'GET /services/…',
    ]);
});
