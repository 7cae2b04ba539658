type Policy = {
  /** Of this answer alone: only scripts that carry it run. */
  nonce: string;
  /** Who may show us in a frame; nobody if empty. */
  frameAncestors: readonly string[];
  isHttps: boolean;
  isProduction: boolean;
};

const TWO_YEARS_SECONDS = 63_072_000;

/** A browser that has reached us by https uses nothing else for two years. */
export const STRICT_TRANSPORT = {
  'strict-transport-security': `max-age=${TWO_YEARS_SECONDS}`,
} as const;

/**
 * What a page may do. Styles may stand inline: positions of menus are computed, and no style runs code.
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

/** The headers of every page; those that no page differs in stand in next.config.mjs. */
export function securityHeaders(policy: Policy): [name: string, value: string][] {
  return [
    ['content-security-policy', contentSecurityPolicy(policy)],
    ...(policy.frameAncestors.length === 0
      ? [['x-frame-options', 'DENY'] satisfies [string, string]]
      : []),
    ...(policy.isHttps ? Object.entries(STRICT_TRANSPORT) : []),
  ];
}
