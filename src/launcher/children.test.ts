import { describe, expect, it } from 'vitest';
import { nodeOptions } from './children';

const LIMIT = expect.stringMatching(/^--max-old-space-size=\d+$/);
const NEW_SPACE = expect.stringMatching(/^--max-semi-space-size=\d+$/);

describe('the heap of web and worker', () => {
  it('is bounded in production', () => {
    for (const option of [LIMIT, NEW_SPACE])
      expect(nodeOptions('web', { NODE_ENV: 'production' })).toContainEqual(option);
  });

  it('is as large as Node likes in development, where pages are built', () => {
    expect(nodeOptions('web', { NODE_ENV: 'development' })).not.toContainEqual(LIMIT);
  });

  it('is the one in NODE_OPTIONS, if it sets one', () => {
    const env = { NODE_ENV: 'production' as const, NODE_OPTIONS: '--max-old-space-size=2048' };
    expect(nodeOptions('web', env)).not.toContainEqual(LIMIT);
    expect(nodeOptions('web', env)).toContainEqual(NEW_SPACE);
  });

  it('holds no source maps of pages, unless NODE_OPTIONS asks for them', () => {
    const MAPS = '--enable-source-maps';
    expect(nodeOptions('web', { NODE_ENV: 'production' })).not.toContain(MAPS);
    expect(nodeOptions('worker', { NODE_ENV: 'production' })).toContain(MAPS);
    expect(nodeOptions('web', { NODE_ENV: 'development' })).toContain(MAPS);
  });
});
