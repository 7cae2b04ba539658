'use client';

import { createContext, use } from 'react';

/** The person's access to the tenant that is shown. The procedures decide. Screens leave out the rest. */
export type Access = {
  canWriteHooks: boolean;
  canWriteDeliveries: boolean;
  /** Some admins who can give more access, for people who lack some. */
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
