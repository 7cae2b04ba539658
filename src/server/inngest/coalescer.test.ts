import { describe, expect, it } from 'vitest';
import { createCoalescer } from './coalescer';

describe('a coalescer', () => {
  it('retries a key after a failure when onError returns a delay', async () => {
    let runs = 0;
    const coalescer = createCoalescer<string>({
      windowMs: 3_600_000,
      run: async () => {
        runs += 1;
        if (runs < 3) throw new Error('away');
      },
      onError: () => 0,
    });
    coalescer.touch('x');
    await expect.poll(() => runs).toBe(3);
    await coalescer.flush();
    expect(runs).toBe(3);
  });

  it('runs once more at the end of the window if it was touched in the window', async () => {
    let runs = 0;
    const coalescer = createCoalescer<string>({
      windowMs: 5,
      run: async () => {
        runs += 1;
      },
      onError: () => null,
    });
    for (let i = 0; i < 10; i += 1) coalescer.touch('x');
    expect(runs).toBe(1);
    await expect.poll(() => runs).toBe(2);
  });

  it('drops waiting actions when closed', async () => {
    let runs = 0;
    const coalescer = createCoalescer<string>({
      windowMs: 3_600_000,
      run: async () => {
        runs += 1;
      },
      onError: () => null,
    });
    coalescer.touch('x');
    coalescer.touch('x');
    coalescer.close();
    await coalescer.flush();
    expect(runs).toBe(1);
  });
});
