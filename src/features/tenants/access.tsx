'use client';

import { createContext, use } from 'react';

/** What the person may do in the tenant that is shown. The procedures decide; screens leave out the rest. */
export type Access = {
  canWriteHooks: boolean;
  canWriteDeliveries: boolean;
  /** Some who can give more, for those who may not do everything. */
  admins: readonly { name: string; email: string }[];
};

const NONE: Access = { canWriteHooks: false, canWriteDeliveries: false, admins: [] };
const AccessContext = createContext<Access>(NONE);

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
