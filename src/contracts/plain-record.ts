import { z } from 'zod';

/** superjson refuses an answer with one of these names anywhere in it. */
const REFUSED: ReadonlySet<string> = new Set(['constructor', 'prototype', '__proto__']);

/** An object with names from outside that may pass through tRPC. Objects with any other names go as pairs or as text. */
export const plainRecord = <Value extends z.ZodType>(value: Value) =>
  z.record(
    z.string().refine((name) => !REFUSED.has(name)),
    value,
  );
