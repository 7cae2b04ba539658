import type { ZodType } from 'zod';

/** A field with its documentation: its meaning, and an example value. */
export const described = <T extends ZodType>(schema: T, description: string, example: unknown) =>
  schema.meta({ description, examples: [example] });

/** A header with its documentation. */
export type DescribedHeader = {
  schema: ZodType;
  means: string;
  example: string;
  isOptional?: true;
};
