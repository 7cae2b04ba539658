'use client';

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { useState } from 'react';
import superjson from 'superjson';
import { TRPC_BATCH_MAX } from '@/lib/trpc-batch';
import type { AppRouter } from '@/server/trpc/root';
import { TRPCProvider } from './client';
import { createQueryClient } from './query-client';
import { sessionLink } from './session-link';

let browserClient: QueryClient | undefined;

/** One for the life of the page in a browser. On the server, a new one for each request. */
function getQueryClient(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient();
  browserClient ??= createQueryClient();
  return browserClient;
}

export function TrpcProvider({ children }: { children: React.ReactNode }) {
  const queryClient = getQueryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        sessionLink,
        httpBatchLink({ url: '/api/trpc', transformer: superjson, maxItems: TRPC_BATCH_MAX }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
