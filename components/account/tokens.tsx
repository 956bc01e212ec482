'use client';

import { useQuery } from '@tanstack/react-query';
import { KeySquare } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { call } from '#components/api/call';
import { useServices } from '#components/live/use-live';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Button } from '#components/ui/button';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { StateMark } from '#components/ui/state-mark';
import { TimeAgo } from '#components/ui/time-ago';
import { endToken, listTokens, type ShownToken } from '#lib/contract/tokens';
import { may } from '#lib/domain/access/roles';
import { asFault } from '#lib/domain/fault';
import { FormDialog } from './form-dialog';
import { NewToken } from './new-token';
import { usePeopleNews } from './use-people-news';
import { verbKey } from './verb-key';

type Of = 'me' | 'everybody';

/** A person's tokens: verbs, targets, expiry and last use. */
export function Tokens() {
  const t = useTranslations('tokens');
  const again = usePeopleNews();
  const { role } = usePerson();
  const [of, setOf] = useState<Of>('me');
  const [makes, setMakes] = useState(false);
  const [ends, setEnds] = useState<ShownToken | null>(null);
  const tokens = useQuery({
    queryKey: ['people', 'tokens', of],
    queryFn: ({ signal }) => call(listTokens, { query: { of } }, signal),
  });
  // Valid tokens first, each group newest first.
  const listed = useMemo(() => {
    const items = tokens.data?.items ?? [];
    const over = items.filter((token) => isOver(token, Date.now()));
    return [...items.filter((token) => !over.includes(token)), ...over];
  }, [tokens.data]);
  const columns = useColumns(of, setEnds);
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button look="primary" onClick={() => setMakes(true)}>
            {t('make')}
          </Button>
        }
      >
        {t('intro')}
      </PageHeader>
      {may(role, 'people:administer') && (
        <SegmentedControl
          label={t('whose')}
          value={of}
          onValueChange={setOf}
          options={[
            { value: 'me', label: t('mine') },
            { value: 'everybody', label: t('everybodys') },
          ]}
          className="mb-3"
        />
      )}
      {tokens.isError && !tokens.data ? (
        <FaultNotice
          fault={asFault(tokens.error)}
          actions={<Button onClick={() => tokens.refetch()}>{t('again')}</Button>}
        />
      ) : (
        <Panel flush>
          <DataTable
            label={t('title')}
            columns={columns}
            rows={listed}
            rowKey={({ id }) => id}
            loading={tokens.isPending}
            empty={
              <EmptyState icon={<KeySquare />} title={t('none')}>
                {t('noneWhy')}
              </EmptyState>
            }
          />
        </Panel>
      )}
      {makes && <NewToken onClose={() => setMakes(false)} again={again} />}
      {ends && (
        <FormDialog
          title={t('endWhich', { name: ends.name })}
          description={t('endWhat')}
          submit={t('end')}
          danger
          onClose={() => setEnds(null)}
          send={async () => {
            await call(endToken, { params: { tokenId: ends.id } });
            again();
            setEnds(null);
          }}
        />
      )}
    </>
  );
}

const isOver = (token: ShownToken, now: number): boolean =>
  token.endedAt !== null || Date.parse(token.expiresAt) <= now;

function useColumns(of: Of, end: (token: ShownToken) => void): Column<ShownToken>[] {
  const t = useTranslations('tokens');
  const verb = useTranslations('tokens.verb');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const services = useServices();
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
    const nameOf = new Map((services ?? []).map(({ id, name }) => [id as string, name]));
    const scopeOf = ({ scope }: ShownToken) =>
      scope.kind === 'all'
        ? t('everything')
        : [
            ...scope.stacks.map((name) => t('stackNamed', { name })),
            ...scope.services.map((id) => nameOf.get(id) ?? id.slice(0, 12)),
          ].join(' · ');
    return [
      {
        id: 'name',
        header: t('column.name'),
        card: 'title',
        sortBy: ({ name }) => name,
        cell: ({ name, start }) => (
          <span className="flex min-w-0 flex-col">
            <span className="truncate">{name}</span>
            <code className="font-mono text-ink-muted text-xs">{start}…</code>
          </span>
        ),
      },
      ...(of === 'everybody'
        ? [{ id: 'owner', header: t('column.owner'), className: 'w-32', cell: (row: ShownToken) => row.owner.name }]
        : []),
      {
        id: 'verbs',
        header: t('column.verbs'),
        priority: 2,
        wraps: true,
        card: 'line',
        cell: ({ verbs }) => (
          <span className="text-ink-muted text-xs">{verbs.map((one) => verb(verbKey(one))).join(' · ')}</span>
        ),
      },
      {
        id: 'scope',
        header: t('column.scope'),
        priority: 2,
        card: 'line',
        cardLabel: true,
        wraps: true,
        cell: (row) => <span className="text-ink-muted text-xs">{scopeOf(row)}</span>,
      },
      {
        id: 'used',
        header: t('column.used'),
        className: 'w-36',
        cardLabel: true,
        cell: ({ lastUsedAt, lastUsedFrom }) =>
          lastUsedAt ? (
            <span className="inline-flex flex-col text-ink-muted text-xs @max-lg:flex-row @max-lg:gap-1">
              <TimeAgo at={lastUsedAt} />
              <span>{lastUsedFrom}</span>
            </span>
          ) : (
            <span className="text-ink-muted">{t('never')}</span>
          ),
      },
      {
        id: 'state',
        header: t('column.state'),
        className: 'w-40',
        cell: (row) =>
          isOver(row, Date.now()) ? (
            <StateMark tone="off" shape="cross">
              {t(row.endedAt ? 'ended' : 'expired')}
            </StateMark>
          ) : (
            <StateMark tone="good">
              {t('until')} {day.format(new Date(row.expiresAt))}
            </StateMark>
          ),
      },
      {
        id: 'acts',
        header: t('column.acts'),
        align: 'right',
        card: 'aside',
        className: 'w-24',
        cell: (row) =>
          isOver(row, Date.now()) ? null : (
            <Button size="sm" aria-label={`${t('end')}: ${row.name}`} onClick={() => end(row)}>
              {t('end')}
            </Button>
          ),
      },
    ];
  }, [t, verb, locale, timeZone, of, services, end]);
}
