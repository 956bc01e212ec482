import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf } from '#lib/http/problem';
import en from '../../messages/en.json';
import zhCN from '../../messages/zh-CN.json';

/** Responds 421 with the remedy, to a browser as a page. True when the request named a foreign host. */
export function refuseForeignHost(
  request: IncomingMessage,
  response: ServerResponse,
  isAllowed: (host: string | undefined) => boolean,
): boolean {
  const { host = '', accept = '' } = request.headers;
  if (isAllowed(request.headers.host)) return false;
  const isPage = accept.includes('text/html');
  const problem = problemOf({ code: 'wrong_host', params: { host }, engineText: null });
  response.writeHead(problem.status, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(isPage ? pageOf(host, request.headers['accept-language'] ?? '') : JSON.stringify(problem));
  return true;
}

/**
 * The branch of a message for a known host. Parsed here, because the catalogue's formatter comes with React, which the
 * server does not load.
 */
const SELECT = /^\{host, select, none \{[^{}]*\} other \{(.*)\}\}$/;

/** Its own styles, because the application's are not served to a foreign host. */
const STYLE =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:40rem;margin:10vh auto;padding:0 1rem}h1{font-size:1.25rem}';

function pageOf(host: string, languages: string): string {
  const isChinese = /^zh\b/i.test(languages);
  const { what, why, next } = (isChinese ? zhCN : en).fault.wrong_host;
  const name = host
    .replace(/:\d+$/, '')
    .slice(0, 100)
    .replace(/[^\w.:[\]-]/g, '?');
  const [title, ...others] = [what.replace(SELECT, '$1'), why, next].map((text) => text.replaceAll('{host}', name));
  const paragraphs = others.map((text) => `<p>${text}</p>`).join('');
  return `<!doctype html><html lang="${isChinese ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Swarmdeck</title><style>${STYLE}</style><h1>${title}</h1>${paragraphs}</html>`;
}
