import type { ZodType } from 'zod';

/** A field as its documentation describes it: what it means, and one value that it may have. */
export const described = <T extends ZodType>(schema: T, description: string, example: unknown) =>
  schema.meta({ description, examples: [example] });

/** A header as its documentation describes it. */
export type DescribedHeader = {
  schema: ZodType;
  means: string;
  example: string;
  isOptional?: true;
};
