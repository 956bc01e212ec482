'use client';

import { useTranslations } from 'next-intl';
import { useNodes } from '#components/live/use-live';
import { CopyButton } from '#components/ui/copy-button';
import { type Definition, DefinitionList } from '#components/ui/definition-list';
import { Panel } from '#components/ui/panel';
import { ShortId } from '#components/ui/short-id';
import { TimeAgo } from '#components/ui/time-ago';
import { parseConstraint } from '#lib/domain/placement/constraint';
import { isJob, type PublishedPort, type Service, type UpdateConfig } from '#lib/domain/service/service';
import { durationText } from './duration';

/** The spec as facts: ports, placement, update and rollback config, container. */
export function ServiceFacts({ service }: { service: Service }) {
  const t = useTranslations('services');
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Panel title={t('facts.reach')}>
        <Ports ports={service.ports} />
        <Networks service={service} />
      </Panel>
      <Panel title={t('facts.placement')}>
        <Placement service={service} />
      </Panel>
      {!isJob(service.mode) && (
        <>
          <Panel title={t('config.title.update')}>
            <Config config={service.updateConfig} />
          </Panel>
          <Panel title={t('config.title.rollback')}>
            <Config config={service.rollbackConfig} />
          </Panel>
        </>
      )}
      <Panel title={t('facts.spec')} className="xl:col-span-2">
        <Identity service={service} />
      </Panel>
    </div>
  );
}

function Ports({ ports }: { ports: readonly PublishedPort[] }) {
  const t = useTranslations('services.ports');
  if (ports.length === 0) return <p className="text-ink-muted">{t('none')}</p>;
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{t('title')}</caption>
      <thead className="text-ink-muted text-xs">
        <tr>
          {(['published', 'target', 'protocol', 'mode'] as const).map((column) => (
            <th key={column} scope="col" className="border-line border-b py-1.5 pr-3 font-normal">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="[&_td]:border-line/70 [&_td]:border-b [&_td]:py-1.5 [&_td]:pr-3">
        {ports.map((port) => (
          <tr key={`${port.mode} ${port.protocol} ${port.publishedPort} ${port.targetPort}`}>
            <td className="font-medium">{port.publishedPort === 0 ? t('unchosen') : port.publishedPort}</td>
            <td>{port.targetPort}</td>
            <td className="uppercase">{port.protocol}</td>
            <td title={t(`about.${port.mode}`)}>{port.mode}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Networks({ service }: { service: Service }) {
  const t = useTranslations('services.networks');
  return (
    <>
      <h3 className="mt-4 mb-1 font-medium text-ink text-xs">{t('title')}</h3>
      {service.networks.length === 0 ? (
        <p className="text-ink-muted">{t('none')}</p>
      ) : (
        <DefinitionList
          items={service.networks.map(({ id, name, virtualIp }) => ({
            key: id,
            term: name || <ShortId id={id} />,
            value: virtualIp ? (
              <span className="inline-flex items-center gap-1 font-mono text-xs">
                {virtualIp}
                <CopyButton text={virtualIp.split('/', 1)[0] ?? virtualIp} label={t('copyIp')} />
              </span>
            ) : (
              <span className="text-ink-muted">{t('noIp')}</span>
            ),
          }))}
        />
      )}
    </>
  );
}

function Placement({ service }: { service: Service }) {
  const t = useTranslations('services.placement');
  const { constraints, preferences, maxReplicasPerNode } = service;
  const list = (texts: readonly string[], none: string) =>
    texts.length === 0 ? (
      <span className="text-ink-muted">{none}</span>
    ) : (
      <ul>
        {texts.map((text) => (
          <li key={text} className="text-xs leading-5">
            <code className="font-mono">{text}</code> <Twins constraint={text} />
          </li>
        ))}
      </ul>
    );
  return (
    <DefinitionList
      items={[
        { key: 'constraints', term: t('constraints'), value: list(constraints, t('anyNode')) },
        { key: 'preferences', term: t('preferences'), value: list(preferences, t('noPreference')) },
        {
          key: 'max',
          term: t('maxReplicas'),
          value: maxReplicasPerNode === 0 ? <span className="text-ink-muted">{t('noLimit')}</span> : maxReplicasPerNode,
        },
      ]}
    />
  );
}

/** Host names are not unique: a node that left and joined again has two entries, and the constraint matches both. */
function Twins({ constraint }: { constraint: string }) {
  const t = useTranslations('services.placement');
  const nodes = useNodes() ?? [];
  const { key, value } = parseConstraint(constraint) ?? {};
  if (key?.toLowerCase() !== 'node.hostname') return null;
  const named = nodes.filter(({ hostname }) => hostname.toLowerCase() === value?.toLowerCase());
  return named.length > 1 && <span className="text-ink-muted">{t('twins', { count: named.length })}</span>;
}

function Config({ config }: { config: UpdateConfig }) {
  const t = useTranslations('services.config');
  return (
    <DefinitionList
      items={[
        {
          key: 'parallelism',
          term: t('parallelism'),
          value: config.parallelism === 0 ? t('allAtOnce') : t('atATime', { count: config.parallelism }),
        },
        { key: 'delay', term: t('delay'), value: durationText(config.delayMs) },
        { key: 'order', term: t('order'), value: t(`orderIs.${config.order}`) },
        { key: 'failureAction', term: t('failureAction'), value: t(`actionIs.${config.failureAction}`) },
        { key: 'monitor', term: t('monitor'), value: durationText(config.monitorMs) },
        { key: 'maxFailureRatio', term: t('maxFailureRatio'), value: config.maxFailureRatio },
      ]}
    />
  );
}

function Identity({ service }: { service: Service }) {
  const t = useTranslations('services.facts');
  const { image, id, version, createdAt, updatedAt, labels } = service;
  const facts: Definition[] = [
    {
      key: 'image',
      term: t('image'),
      value: (
        <span className="inline-flex items-start gap-1">
          <code className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{image}</code>
          <CopyButton text={image} label={t('copyImage')} />
        </span>
      ),
    },
    { key: 'id', term: t('id'), value: <ShortId id={id} copyLabel={t('copyId')} /> },
    { key: 'version', term: t('version'), value: version },
    { key: 'created', term: t('created'), value: <TimeAgo at={createdAt} /> },
    { key: 'updated', term: t('updated'), value: <TimeAgo at={updatedAt} /> },
    {
      key: 'labels',
      term: t('labels'),
      value:
        Object.keys(labels).length === 0 ? null : (
          <ul>
            {Object.entries(labels).map(([key, value]) => (
              <li key={key} className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">
                {key}
                <span className="text-ink-faint">=</span>
                {value}
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return <DefinitionList items={facts} />;
}
