import type { ReactNode } from 'react';
import { SettingsPlaces } from '#components/account/settings-places';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SettingsPlaces />
      {children}
    </>
  );
}
