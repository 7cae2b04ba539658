'use client';

import { ThemeProvider } from 'next-themes';
import { Toaster } from '@/components/toaster';
import { OverlayLoader } from '@/components/ui/overlay';
import { TrpcProvider } from '@/trpc/provider';

export function Providers({
  nonce,
  children,
}: {
  /** Allows the theme's script, which sets the theme before the first paint. */
  nonce: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <TrpcProvider>{children}</TrpcProvider>
      <Toaster />
      <OverlayLoader />
    </ThemeProvider>
  );
}
