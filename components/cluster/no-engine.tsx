'use client';

import { useTranslations } from 'next-intl';
import { useFaultWords } from '#components/shell/fault-words';
import { CodeLine } from '#components/ui/code-line';
import { Panel } from '#components/ui/panel';
import { Spinner } from '#components/ui/spinner';
import { StateGlyph } from '#components/ui/state-glyph';
import { TimeAgo } from '#components/ui/time-ago';
import type { FeedAttempt } from '#lib/live/feed-status';

const WAYS = [
  { key: 'socket', code: 'DOCKER_HOST=unix:///var/run/docker.sock npm start' },
  { key: 'tls', code: 'DOCKER_HOST=tcp://10.0.0.11:2376 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=~/.docker npm start' },
  {
    key: 'several',
    code: "SWARM_MANAGERS='tcp://10.0.0.11:2376?tls=/certs/m1,tcp://10.0.0.12:2376?tls=/certs/m2' npm start",
  },
] as const;

/** Shown while no picture could be read: what was tried, why it failed, and how to connect. */
export function NoEngine({ attempts }: { attempts: readonly FeedAttempt[] }) {
  const t = useTranslations('overview.noEngine');
  const wordsOf = useFaultWords();
  return (
    <div className="max-w-3xl" data-no-engine="">
      <section className="mb-4 rounded-lg border border-bad-mark/35 bg-bad-soft px-4 py-3.5">
        <h2 className="flex items-baseline gap-3 font-semibold text-base text-ink sm:text-lg">
          <StateGlyph tone="bad" className="size-3.5 translate-y-0.5" />
          {t('title')}
        </h2>
        <p role="status" className="mt-1 flex items-center gap-2 text-ink-muted">
          <Spinner />
          {t('byItself')}
        </p>
      </section>
      <Panel flush title={t('tried')} className="mb-4">
        <ul className="divide-y divide-line/70">
          {attempts.map(({ endpoint, at, fault }) => {
            const words = wordsOf(fault);
            return (
              <li key={endpoint} className="px-4 py-2.5">
                <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <code className="break-all font-mono text-xs">{endpoint}</code>
                  <TimeAgo at={at} className="text-ink-muted text-xs" />
                </p>
                <p className="mt-1 font-medium">{words.what}</p>
                <p className="text-ink-muted">
                  {words.why} {words.next}
                </p>
                {fault.engineText && (
                  <p lang="en" className="mt-1 font-mono text-ink-muted text-xs [overflow-wrap:anywhere]">
                    {fault.engineText}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </Panel>
      <Panel title={t('how')}>
        <p className="mb-3 text-ink-muted">{t('howWhy')}</p>
        <dl className="flex flex-col gap-3">
          {WAYS.map(({ key, code }) => (
            <div key={key}>
              <dt className="mb-1 text-ink-muted text-xs">{t(`way.${key}`)}</dt>
              <dd>
                <CodeLine code={code} />
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
