import type { ZodType } from 'zod';

/** A field as its documentation says it: what it means, and one value that it may have. */
export const said = <T extends ZodType>(schema: T, description: string, example: unknown) =>
  schema.meta({ description, examples: [example] });

/** A header as its documentation says it. */
export type SaidHeader = { schema: ZodType; means: string; example: string; isOptional?: true };
