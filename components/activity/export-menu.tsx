'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { saveFile } from '#components/api/save-file';
import { FaultNotice } from '#components/shell/fault-notice';
import { Button } from '#components/ui/button';
import { Menu, MenuItem } from '#components/ui/menu';
import { exportOperations } from '#lib/contract/audit';
import { asFault, type Fault } from '#lib/domain/fault';
import { type ActivityFilter, queryOf } from './use-activity-filter';

const FORMATS = ['csv', 'json', 'ndjson'] as const;

/** Exports what the filter matches, all pages of it. */
export function ExportMenu({ filter }: { filter: ActivityFilter }) {
  const t = useTranslations('memory.export');
  const [fault, setFault] = useState<Fault | null>(null);
  const download = (format: (typeof FORMATS)[number]) => {
    const query = new URLSearchParams({ ...(queryOf(filter, Date.now()) as Record<string, string>), format });
    setFault(null);
    saveFile(`${exportOperations.path}?${query}`).catch((error: unknown) => setFault(asFault(error)));
  };
  return (
    <>
      {fault && <FaultNotice fault={fault} />}
      <Menu trigger={<Button icon={<Download />}>{t('title')}</Button>} label={t('title')}>
        {FORMATS.map((format) => (
          <MenuItem key={format} onSelect={() => download(format)}>
            {t(format)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
