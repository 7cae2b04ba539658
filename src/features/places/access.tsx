'use client';

import { createContext, use } from 'react';

/** What the person may do in the place that is shown. The procedures decide; screens leave out the rest. */
export type Access = { canWriteHooks: boolean; canWriteDeliveries: boolean };

const AccessContext = createContext<Access>({ canWriteHooks: false, canWriteDeliveries: false });

export function AccessProvider({
  access,
  children,
}: {
  access: Access;
  children: React.ReactNode;
}) {
  return <AccessContext value={access}>{children}</AccessContext>;
}

export function useAccess(): Access {
  return use(AccessContext);
}
