'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { useOperationNews } from '#components/live/use-live';
import { ChangeList } from '#components/plan/change-list';
import { EngineWords } from '#components/plan/engine-words';
import { WaitLine } from '#components/plan/wait-line';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Breadcrumb } from '#components/ui/breadcrumb';
import { Button, LinkButton } from '#components/ui/button';
import { CodeBlock, CodeLine } from '#components/ui/code-line';
import { CopyButton } from '#components/ui/copy-button';
import { EmptyState } from '#components/ui/empty-state';
import { Notice } from '#components/ui/notice';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { ShortId } from '#components/ui/short-id';
import { Skeleton, SkeletonRows } from '#components/ui/skeleton';
import { ExactTime, TimeAgo } from '#components/ui/time-ago';
import { readOperation } from '#lib/contract/audit';
import { may } from '#lib/domain/access/roles';
import { asFault, isFault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import {
  type FieldChange,
  isHouseAct,
  isOpen,
  type Operation,
  type OperationNews,
} from '#lib/domain/operation/operation';
import { HouseChanges } from './house-changes';
import { OperationMark } from './operation-mark';
import { OperationTimeline } from './operation-timeline';
import { addsToOutcome } from './plain-outcome';
import { TargetLink } from './target-link';

/** News can be lost with the connection, so an open operation is also polled. */
const POLL_MS = 5000;

/** One operation as the ledger holds it: principal, target, request and outcome. */
export function OperationDetail({ id }: { id: OperationId }) {
  const t = useTranslations('activity');
  const query = useQuery({
    queryKey: ['operation', id],
    queryFn: ({ signal }) => call(readOperation, { params: { operationId: id } }, signal),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data.operation) ? POLL_MS : false),
  });
  const { refetch } = query;
  useOperationNews(
    useCallback(
      (news: OperationNews) => {
        if (news.id === id) void refetch();
      },
      [id, refetch],
    ),
  );

  if (query.data) return <OperationFacts {...query.data} />;
  if (!query.isError) return <Coming />;
  if (isFault(query.error, 'not_found') || isFault(query.error, 'invalid_input'))
    return (
      <>
        <h1 className="sr-only">{t('gone.title')}</h1>
        <EmptyState title={t('gone.title')} actions={<LinkButton href="/activity">{t('gone.back')}</LinkButton>}>
          {t('gone.why')}
        </EmptyState>
      </>
    );
  return (
    <>
      <h1 className="sr-only">{t('titleOfOne')}</h1>
      <FaultNotice fault={asFault(query.error)} actions={<Button onClick={() => refetch()}>{t('again')}</Button>} />
    </>
  );
}

type Rows = z.output<typeof readOperation.response>['rows'];

function OperationFacts({ operation, rows }: { operation: Operation; rows: Rows }) {
  const t = useTranslations('activity');
  const action = useTranslations('action');
  const { target, by, openedAt, warnings, address } = operation;
  return (
    <>
      <PageHeader
        title={
          <>
            {action(operation.action)}{' '}
            <span className="font-normal text-ink-muted">
              <TargetLink target={target} action={operation.action} />
            </span>
          </>
        }
        breadcrumb={
          <Breadcrumb items={[{ label: t('title'), href: '/activity' }, { label: action(operation.action) }]} />
        }
        state={<OperationMark operation={operation} />}
      >
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span>{operation.state === 'observed' ? t('outsider') : by.name}</span>
          {/* by id, because a name can be reused */}
          {by.id && <ShortId id={by.id} />}
          {by.token && <span>{t('detail.byToken', { name: by.token })}</span>}
          {address && <span>{address === 'hidden' ? t('detail.fromHidden') : t('detail.from', { address })}</span>}
          <span aria-hidden="true" className="text-ink-faint">
            ·
          </span>
          <TimeAgo at={openedAt} />
          <span aria-hidden="true" className="text-ink-faint">
            ·
          </span>
          <ShortId id={operation.id} copyLabel={t('detail.copyId')} />
        </span>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Result operation={operation} />
          {warnings.length > 0 && (
            <Notice kind="warn" title={t('detail.warnings')}>
              <ul lang="en" className="font-mono text-xs">
                {warnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
              </ul>
            </Notice>
          )}
          <Changes operation={operation} />
          <Sent operation={operation} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('detail.timeline')}>
            <OperationTimeline operation={operation} />
          </Panel>
          <Ledger rows={rows} />
        </div>
      </div>
    </>
  );
}

/** What it waits for, the fault in words, or the engine's own text about the outcome. */
function Result({ operation }: { operation: Operation }) {
  const t = useTranslations('activity.detail');
  if (operation.waits)
    return (
      <Panel title={t('waits')}>
        <WaitLine waits={operation.waits} />
      </Panel>
    );
  if (operation.fault) return <FaultNotice fault={operation.fault} />;
  if (!addsToOutcome(operation.outcomeText)) return null;
  return (
    <Panel title={t('engineWords')}>
      <EngineWords text={operation.outcomeText} />
    </Panel>
  );
}

/** A changed password has no values to show. */
const isEmpty = ({ before, after }: FieldChange): boolean => before === null && after === null;

function Changes({ operation }: { operation: Operation }) {
  const t = useTranslations('activity.detail');
  const seesAll = may(usePerson().role, 'spec:sensitive');
  const { changes } = operation;
  const isHouse = isHouseAct(operation);
  if ((isHouse || operation.state === 'observed') && changes.every(isEmpty)) return null;
  return (
    <Panel title={t(operation.state === 'refused' ? 'changesRefused' : 'changes')}>
      {isHouse ? (
        <HouseChanges changes={changes} />
      ) : changes.length === 0 ? (
        <p className="text-ink-muted">{t('noChanges')}</p>
      ) : (
        <ChangeList changes={changes} />
      )}
      {!seesAll && changes.some(({ sensitive }) => sensitive) && (
        <p className="mt-2 text-ink-muted text-xs">{t('hidden')}</p>
      )}
    </Panel>
  );
}

function Sent({ operation }: { operation: Operation }) {
  const t = useTranslations('activity.detail');
  const { command, request, baseVersion } = operation;
  const seesAll = may(usePerson().role, 'spec:sensitive');
  if (command === '' && request === null) return null;
  return (
    <>
      {command !== '' && (
        <Panel title={t('command')}>
          <CodeLine code={command} copyLabel={t('commandLabel')} />
        </Panel>
      )}
      <Panel title={t('request')} aside={baseVersion !== null && `${t('base')} ${baseVersion}`}>
        {request === null ? (
          <p className="text-ink-muted">{t('noRequest')}</p>
        ) : (
          <div className="flex flex-col gap-2">
            <p className="font-mono text-xs [overflow-wrap:anywhere]">
              <span className="sr-only">{t('method')}: </span>
              <span className="font-semibold">{request.method}</span> {request.path}
            </p>
            {request.body !== null && (
              <CodeBlock code={JSON.stringify(request.body, null, 2)} label={t('requestBody')} />
            )}
            {!seesAll && <p className="text-ink-muted text-xs">{t('hidden')}</p>}
          </div>
        )}
      </Panel>
    </>
  );
}

function Ledger({ rows }: { rows: Rows }) {
  const t = useTranslations('activity.detail');
  return (
    <Panel title={t('ledger')} aside={t('ledgerAbout')} flush>
      <ol className="divide-y divide-line/70">
        {rows.map(({ seq, kind, at, hash, prevHash }) => (
          <li key={seq} className="px-4 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium tabular-nums">
                <span className="sr-only">{t('seq')} </span>
                {seq}
              </span>
              <span className="text-ink-muted text-xs">{t(`rowKind.${kind}`)}</span>
              <ExactTime at={at} className="ml-auto text-ink-muted text-xs" />
            </p>
            <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 text-xs">
              {[
                { term: t('hash'), value: hash },
                { term: t('prevHash'), value: prevHash },
              ].map(({ term, value }) => (
                <div key={term} className="contents">
                  <dt className="text-ink-muted">{term}</dt>
                  <dd className="flex items-center justify-end gap-1">
                    <code title={value} className="truncate font-mono">
                      {value.slice(0, 16)}
                      <span aria-hidden="true">…</span>
                    </code>
                    <CopyButton text={value} label={t('copyHash')} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Coming() {
  return (
    <>
      <Skeleton className="mb-2 h-3 w-32" />
      <Skeleton className="mb-6 h-7 w-56" />
      <div className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={4} />
      </div>
    </>
  );
}
