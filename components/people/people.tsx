'use client';

import { useQuery } from '@tanstack/react-query';
import { MoreHorizontal, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { usePeopleNews } from '#components/account/use-people-news';
import { call } from '#components/api/call';
import { FaultNotice } from '#components/shell/fault-notice';
import { usePerson } from '#components/shell/person';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { IconButton } from '#components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '#components/ui/menu';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { StateMark } from '#components/ui/state-mark';
import { TimeAgo } from '#components/ui/time-ago';
import { listPeople } from '#lib/contract/people';
import { asFault } from '#lib/domain/fault';
import { Invitations, Invite } from './invitations';
import type { ListedPerson } from './listed-person';
import { type PersonAct, PersonActs } from './person-acts';

/** Accounts and their roles; for admins. */
export function People() {
  const t = useTranslations('people');
  const again = usePeopleNews();
  const people = useQuery({ queryKey: ['people', 'list'], queryFn: ({ signal }) => call(listPeople, {}, signal) });
  const [invites, setInvites] = useState(false);
  const [act, setAct] = useState<{ person: ListedPerson; act: PersonAct } | null>(null);
  const columns = useColumns((person, chosen) => setAct({ person, act: chosen }));
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button look="primary" onClick={() => setInvites(true)}>
            {t('invite.button')}
          </Button>
        }
      >
        {t('intro')}
      </PageHeader>
      <div className="flex flex-col gap-4">
        {people.isError && !people.data ? (
          <FaultNotice
            fault={asFault(people.error)}
            actions={<Button onClick={() => people.refetch()}>{t('again')}</Button>}
          />
        ) : (
          <Panel flush>
            <DataTable
              label={t('title')}
              columns={columns}
              rows={people.data?.items ?? []}
              rowKey={({ id }) => id}
              loading={people.isPending}
              empty={<EmptyState icon={<Users />} title={t('none')} />}
            />
          </Panel>
        )}
        <Invitations again={again} />
      </div>
      {invites && <Invite onClose={() => setInvites(false)} again={again} />}
      {act && <PersonActs {...act} onClose={() => setAct(null)} again={again} />}
    </>
  );
}

function useColumns(choose: (person: ListedPerson, act: PersonAct) => void): Column<ListedPerson>[] {
  const t = useTranslations('people');
  const role = useTranslations('role');
  const { id: own } = usePerson();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        card: 'title',
        sortBy: ({ name }) => name,
        cell: ({ id, name }) => (
          <span className="flex items-center gap-2">
            <span className="truncate">{name}</span>
            {id === own && <Badge>{t('you')}</Badge>}
          </span>
        ),
      },
      { id: 'email', header: t('column.email'), priority: 2, sortBy: ({ email }) => email, cell: ({ email }) => email },
      {
        id: 'role',
        header: t('column.role'),
        className: 'w-28',
        sortBy: (person) => person.role,
        cell: (person) => role(person.role),
      },
      {
        id: 'state',
        header: t('column.state'),
        className: 'w-32',
        card: 'line',
        cell: ({ disabled, openSessions }) => (
          <StateMark tone={disabled ? 'bad' : openSessions > 0 ? 'good' : 'off'} shape={disabled ? 'cross' : undefined}>
            {t(disabled ? 'state.disabled' : openSessions > 0 ? 'state.signedIn' : 'state.away')}
          </StateMark>
        ),
      },
      {
        id: 'factor',
        header: t('column.factor'),
        className: 'w-36',
        priority: 2,
        cell: ({ hasTotp, passkeys }) =>
          hasTotp || passkeys > 0 ? (
            [hasTotp && t('factor.app'), passkeys > 0 && t('factor.passkeys', { count: passkeys })]
              .filter(Boolean)
              .join(', ')
          ) : (
            <span className="text-ink-muted">{t('factor.none')}</span>
          ),
      },
      {
        id: 'seen',
        header: t('column.seen'),
        className: 'w-28',
        priority: 2,
        sortBy: ({ lastSeenAt }) => lastSeenAt,
        cell: ({ lastSeenAt }) =>
          lastSeenAt ? (
            <TimeAgo at={lastSeenAt} className="text-ink-muted" />
          ) : (
            <span className="text-ink-muted">—</span>
          ),
      },
      {
        id: 'acts',
        header: t('column.acts'),
        align: 'right',
        card: 'aside',
        className: 'w-20',
        cell: (person) => (
          <Menu
            label={t('acts.of', { name: person.name })}
            trigger={<IconButton label={t('acts.of', { name: person.name })} icon={<MoreHorizontal />} />}
          >
            <MenuItem onSelect={() => choose(person, 'role')}>{t('acts.role')}</MenuItem>
            <MenuItem onSelect={() => choose(person, 'sessions')}>{t('acts.sessions')}</MenuItem>
            {!person.disabled && person.id !== own && (
              <MenuItem onSelect={() => choose(person, 'link')}>{t('acts.link')}</MenuItem>
            )}
            {person.id !== own && (person.hasTotp || person.passkeys > 0) && (
              <MenuItem onSelect={() => choose(person, 'factor')}>{t('acts.factor')}</MenuItem>
            )}
            {person.id !== own && (
              <>
                <MenuLine />
                <MenuItem
                  danger={!person.disabled}
                  onSelect={() => choose(person, person.disabled ? 'enable' : 'disable')}
                >
                  {t(person.disabled ? 'acts.enable' : 'acts.disable')}
                </MenuItem>
              </>
            )}
          </Menu>
        ),
      },
    ],
    [t, role, own, choose],
  );
}
