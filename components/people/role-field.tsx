'use client';

import { useTranslations } from 'next-intl';
import { FormField } from '#components/ui/form-field';
import { Select } from '#components/ui/select';
import { ROLES, type Role } from '#lib/domain/access/roles';

/** Chooses a role, with its rights beneath. */
export function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const t = useTranslations('people');
  const name = useTranslations('role');
  return (
    <FormField label={t('column.role')} hint={t(`may.${role}`)}>
      <Select
        name="role"
        value={role}
        onValueChange={onChange}
        options={ROLES.map((value) => ({ value, label: name(value) }))}
      />
    </FormField>
  );
}
