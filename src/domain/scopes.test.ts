import { describe, expect, it } from 'vitest';
import { API_SCOPES, formatScopes, isApiScope, missingScopes, parseScopes } from './scopes';

describe('parseScopes', () => {
  it('reads spaces and commas alike, each scope once, in one order', () => {
    const scopes = ['hooks:read', 'events:write'];
    expect(parseScopes('events:write hooks:read')).toEqual({ ok: true, scopes });
    expect(parseScopes(' hooks:read,events:write , hooks:read')).toEqual({ ok: true, scopes });
    expect(parseScopes('')).toEqual({ ok: true, scopes: [] });
  });

  it('names what it does not know instead of leaving it out', () => {
    expect(parseScopes('hooks:read admin hooks:*')).toEqual({
      ok: false,
      unknown: ['admin', 'hooks:*'],
    });
  });

  it('reads back what formatScopes wrote', () => {
    expect(parseScopes(formatScopes([...API_SCOPES].reverse()))).toEqual({
      ok: true,
      scopes: [...API_SCOPES],
    });
  });
});

describe('scopes', () => {
  it('are known by exact name only', () => {
    expect(isApiScope('events:write')).toBe(true);
    expect(isApiScope('Events:Write')).toBe(false);
    expect(isApiScope('events')).toBe(false);
  });

  it('grant nothing but themselves', () => {
    expect(missingScopes(['hooks:write'], ['hooks:read', 'hooks:write'])).toEqual(['hooks:read']);
    expect(missingScopes(API_SCOPES, ['events:write'])).toEqual([]);
  });
});
