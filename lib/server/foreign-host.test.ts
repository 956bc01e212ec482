import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import en from '../../messages/en.json';
import zhCN from '../../messages/zh-CN.json';
import { refuseForeignHost } from './foreign-host';

let server: Server;
beforeEach(async () => {
  server = createServer((request, response) => {
    if (!refuseForeignHost(request, response, (host) => host?.startsWith('127.0.0.1') === true)) response.end('ours');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterEach(() => server.close());

/** The raw response, because fetch sets the Host itself. */
const ask = (headers: Record<string, string>) => {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
    request({ port, host: '127.0.0.1', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.on('end', () => resolve({ status: response.statusCode, type: response.headers['content-type'], text }));
    })
      .on('error', reject)
      .end();
  });
};

test('a name of ours goes on', async () => {
  expect(await ask({})).toMatchObject({ status: 200, text: 'ours' });
});

test.each([
  ['en-GB,en', en, 'en', 'This console is not called evil.example'],
  ['zh-TW,zh;q=0.9', zhCN, 'zh-CN', '本控制台的名称不是 evil.example'],
])('a browser with languages %s reads what is wrong and what to do', async (languages, words, lang, title) => {
  const headers = { host: 'evil.example:3000', accept: 'text/html', 'accept-language': languages };
  const { status, type, text } = await ask(headers);
  expect([status, type]).toEqual([421, 'text/html; charset=utf-8']);
  expect(text).toContain(`<html lang="${lang}">`);
  expect(text).toContain(`<h1>${title}</h1>`);
  const body = text.replace(/<style>.*<\/style>/, '');
  expect(body).not.toMatch(/[{}]/);
  expect(text).toContain(words.fault.wrong_host.next.replaceAll('{host}', 'evil.example'));
});

test('the name that was asked for brings no markup into the page', async () => {
  const { status, text } = await ask({ host: '<script>alert(1)</script>"&', accept: 'text/html' });
  // Node's own parser may refuse such a Host already.
  expect([400, 421]).toContain(status);
  expect(text).not.toContain('<script>');
});

test('a program is told as it is of any refusal', async () => {
  const { status, type, text } = await ask({ host: 'evil.example' });
  expect([status, type]).toEqual([421, 'application/problem+json']);
  expect(JSON.parse(text)).toMatchObject({ code: 'wrong_host', params: { host: 'evil.example' } });
});
