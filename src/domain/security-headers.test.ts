import { expect, it } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from './security-headers';

const policy = { nonce: 'abc', frameAncestors: [], isHttps: true, isProduction: true };

function directive(name: string, changed: Partial<typeof policy> = {}): string | undefined {
  const parts = contentSecurityPolicy({ ...policy, ...changed }).split('; ');
  return parts.find((part) => part.startsWith(`${name} `));
}

it('runs only scripts that carry the nonce', () => {
  expect(directive('script-src')).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(directive('script-src')).not.toMatch(/unsafe/);
});

it('allows the needs of a development server only in development', () => {
  expect(directive('script-src', { isProduction: false })).toContain("'unsafe-eval'");
  expect(directive('connect-src', { isProduction: false })).toBe("connect-src 'self' ws:");
  expect(directive('connect-src')).toBe("connect-src 'self'");
});

it('is shown in no frame, or in those that the operator names', () => {
  expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'");
  expect(Object.fromEntries(securityHeaders(policy))['x-frame-options']).toBe('DENY');
  const framed = { ...policy, frameAncestors: ['https://app.example.com', 'https://b.example'] };
  expect(contentSecurityPolicy(framed)).toContain(
    'frame-ancestors https://app.example.com https://b.example',
  );
  expect(Object.fromEntries(securityHeaders(framed))).not.toHaveProperty('x-frame-options');
});

it('requires https in future only if it is served by https', () => {
  const names = (isHttps: boolean) => securityHeaders({ ...policy, isHttps }).map(([name]) => name);
  expect(names(true)).toContain('strict-transport-security');
  expect(names(false)).not.toContain('strict-transport-security');
  expect(contentSecurityPolicy({ ...policy, isHttps: false })).not.toContain('upgrade-insecure');
});
