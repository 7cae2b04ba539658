import type { RouterOutputs } from '@/trpc/client';

/** An API client as its company's admins see it. */
export type ClientView = RouterOutputs['apiClients']['list']['items'][number];
