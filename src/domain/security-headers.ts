type Policy = {
  /** Unique to this answer. Only scripts that carry it run. */
  nonce: string;
  /** The origins that may show this page in a frame; empty for none. */
  frameAncestors: readonly string[];
  isHttps: boolean;
  isProduction: boolean;
};

const TWO_YEARS_SECONDS = 63_072_000;

/** A browser that has reached us by https uses only https for two years. */
export const STRICT_TRANSPORT = {
  'strict-transport-security': `max-age=${TWO_YEARS_SECONDS}`,
} as const;

/**
 * The permissions of a page. Inline styles are allowed, because positions of menus are computed and styles run no code.
 * Development needs `eval` for its source maps and a web socket to reload.
 */
export function contentSecurityPolicy(policy: Policy): string {
  const { nonce, frameAncestors, isHttps, isProduction } = policy;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isProduction ? '' : " 'unsafe-eval'"}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${isProduction ? '' : ' ws:'}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** The headers of every page. Those that are the same on all pages are in next.config.mjs. */
export function securityHeaders(policy: Policy): [name: string, value: string][] {
  return [
    ['content-security-policy', contentSecurityPolicy(policy)],
    ...(policy.frameAncestors.length === 0
      ? [['x-frame-options', 'DENY'] satisfies [string, string]]
      : []),
    ...(policy.isHttps ? Object.entries(STRICT_TRANSPORT) : []),
  ];
}
