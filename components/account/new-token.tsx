'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { useClaimReason } from '#components/identity/claim-reason';
import { useServices } from '#components/live/use-live';
import { usePerson } from '#components/shell/person';
import { Checkbox } from '#components/ui/checkbox';
import { CodeLine } from '#components/ui/code-line';
import { FormField } from '#components/ui/form-field';
import { NumberField } from '#components/ui/number-field';
import { SegmentedControl } from '#components/ui/segmented-control';
import { TextField } from '#components/ui/text-field';
import { ExactTime } from '#components/ui/time-ago';
import { makeToken } from '#lib/contract/tokens';
import { may, type Verb } from '#lib/domain/access/roles';
import { TOKEN_DAYS_MAX, TOKEN_NAME_MAX, TOKEN_VERBS } from '#lib/domain/access/token-scope';
import { FormDialog } from './form-dialog';
import { ShownOnce } from './shown-once';
import { verbKey } from './verb-key';

const toggled = <Value,>(list: readonly Value[], value: Value, on: boolean): Value[] =>
  on ? [...list, value] : list.filter((one) => one !== value);

/** Creates a token with no more rights, targets and time than its program requires. */
export function NewToken({ onClose, again }: { onClose: () => void; again: () => void }) {
  const t = useTranslations('tokens');
  const verb = useTranslations('tokens.verb');
  const reasonIn = useClaimReason();
  const { role } = usePerson();
  const held = useServices() ?? [];
  const [name, setName] = useState('');
  const [verbs, setVerbs] = useState<Verb[]>(['cluster:see']);
  const [reach, setReach] = useState<'all' | 'some'>('all');
  const [services, setServices] = useState<string[]>([]);
  const [stacks, setStacks] = useState<string[]>([]);
  const [days, setDays] = useState<number | null>(90);
  const [made, setMade] = useState<{ secret: string; token: { expiresAt: string } } | null>(null);
  const known = [...new Set(held.flatMap(({ stack }) => stack ?? []))].sort();

  if (made)
    return (
      <ShownOnce title={t('made')} text={made.secret} onClose={onClose}>
        <p>
          {t('madeWhat')} {t.rich('validUntil', { when: () => <ExactTime at={made.token.expiresAt} /> })}
        </p>
        <div className="mt-2">
          <CodeLine code={`curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}/api/v1/…`} />
        </div>
      </ShownOnce>
    );
  return (
    <FormDialog
      title={t('make')}
      description={t('makeWhat')}
      submit={t('make')}
      size="md"
      onClose={onClose}
      check={() => ({
        ...(name.trim() === '' && { name: 'missing' }),
        ...(name.trim().length > TOKEN_NAME_MAX && { name: 'too_long' }),
        ...(verbs.length === 0 && { verbs: 'missing' }),
        ...(reach === 'some' && services.length + stacks.length === 0 && { scope: 'missing' }),
        ...((days === null || days < 1 || days > TOKEN_DAYS_MAX) && { days: 'other' }),
      })}
      send={async () => {
        const scope = reach === 'all' ? { kind: 'all' as const } : { kind: 'some' as const, services, stacks };
        setMade(await call(makeToken, { body: { name, verbs: verbs as never, scope, days: days ?? 1 } }));
        again();
      }}
    >
      {(reasons) => (
        <>
          <FormField label={t('column.name')} hint={t('nameHint')} error={reasonIn(reasons.name)} required>
            <TextField name="name" value={name} onValueChange={setName} />
          </FormField>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 font-medium text-sm">{t('column.verbs')}</legend>
            <div className="grid gap-2 sm:grid-cols-2">
              {TOKEN_VERBS.filter((one) => may(role, one)).map((one) => (
                <Checkbox
                  key={one}
                  checked={verbs.includes(one)}
                  onCheckedChange={(on) => setVerbs(toggled(verbs, one, on))}
                  label={verb(verbKey(one))}
                />
              ))}
            </div>
            {reasons.verbs && <p className="text-bad-text text-xs">{t('noVerb')}</p>}
          </fieldset>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 font-medium text-sm">{t('column.scope')}</legend>
            <SegmentedControl
              label={t('column.scope')}
              className="self-start"
              value={reach}
              onValueChange={setReach}
              options={[
                { value: 'all', label: t('everything') },
                { value: 'some', label: t('some') },
              ]}
            />
            {reach === 'some' && (
              <div className="grid max-h-48 gap-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
                {known.map((stack) => (
                  <Checkbox
                    key={`stack ${stack}`}
                    checked={stacks.includes(stack)}
                    onCheckedChange={(on) => setStacks(toggled(stacks, stack, on))}
                    label={t('stackNamed', { name: stack })}
                  />
                ))}
                {held.map(({ id, name: service }) => (
                  <Checkbox
                    key={id}
                    checked={services.includes(id)}
                    onCheckedChange={(on) => setServices(toggled(services, id as string, on))}
                    label={service}
                  />
                ))}
              </div>
            )}
            {reasons.scope && <p className="text-bad-text text-xs">{t('noTarget')}</p>}
          </fieldset>
          <FormField label={t('days')} error={reasonIn(reasons.days)}>
            <NumberField value={days} onValueChange={setDays} min={1} max={TOKEN_DAYS_MAX} unit={t('daysUnit')} />
          </FormField>
        </>
      )}
    </FormDialog>
  );
}
