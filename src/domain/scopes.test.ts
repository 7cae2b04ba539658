import { describe, expect, it } from 'vitest';
import { formatScopes, isScope, missingScopes, parseScopes, SCOPES } from './scopes';

describe('parseScopes', () => {
  it('reads spaces and commas alike, each scope once, in one order', () => {
    const scopes = ['hooks:read', 'events:write'];
    expect(parseScopes('events:write hooks:read')).toEqual({ ok: true, scopes });
    expect(parseScopes(' hooks:read,events:write , hooks:read')).toEqual({ ok: true, scopes });
    expect(parseScopes('')).toEqual({ ok: true, scopes: [] });
  });

  it('names unknown scopes instead of leaving them out', () => {
    expect(parseScopes('hooks:read admin hooks:*')).toEqual({
      ok: false,
      unknown: ['admin', 'hooks:*'],
    });
  });

  it('reads the output of formatScopes', () => {
    expect(parseScopes(formatScopes([...SCOPES].reverse()))).toEqual({
      ok: true,
      scopes: [...SCOPES],
    });
  });
});

describe('scopes', () => {
  it('are known by exact name only', () => {
    expect(isScope('events:write')).toBe(true);
    expect(isScope('Events:Write')).toBe(false);
    expect(isScope('events')).toBe(false);
  });

  it('grant nothing but themselves', () => {
    expect(missingScopes(['hooks:write'], ['hooks:read', 'hooks:write'])).toEqual(['hooks:read']);
    expect(missingScopes(SCOPES, ['events:write'])).toEqual([]);
  });
});
