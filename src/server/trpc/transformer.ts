import { TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { hasTooManyValues } from '@/domain/json-values';

/** The console sends dates, and leaves optional values out. Other types cost more to restore than to send. */
const TYPES: ReadonlySet<unknown> = new Set(['Date', 'undefined']);
const NOTES_MAX = 100;

/**
 * Counts the type notes of a tree. A note is a type's name, a list of a note and its branches, or an object of branches.
 * @returns null for a type that is not restored here
 */
function countNotes(tree: unknown): number | null {
  if (typeof tree === 'string') return TYPES.has(tree) ? 1 : null;
  if (typeof tree !== 'object' || tree === null) return null;
  let count = 1;
  for (const branch of Object.values(tree)) {
    const notes = countNotes(branch);
    if (notes === null) return null;
    count += notes;
    if (count > NOTES_MAX) return null;
  }
  return count;
}

/** An input as superjson writes it. The costly notes that it can hold are refused before they are followed. */
function deserialize(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { json, meta } = input as { json?: unknown; meta?: unknown };
  if (hasTooManyValues(json)) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input holds too many values.' });
  }
  if (meta !== undefined) {
    const { values, ...others } = (meta ?? { v: null, values: null }) as Record<string, unknown>;
    const isPlain = Object.keys(others).every((key) => key === 'v');
    if (!isPlain || (values !== undefined && countNotes(values) === null)) {
      throw new TRPCError({
        code: 'BAD_REQUEST',
        message: 'The type notes of the input are not accepted.',
      });
    }
  }
  // A copy of a large input would block the process for longer than all else that happens to it.
  return superjson.deserialize(input as Parameters<typeof superjson.deserialize>[0], {
    inPlace: true,
  });
}

/** superjson both ways, with bounds for the inputs of requests. */
export const transformer = {
  input: { serialize: superjson.serialize, deserialize },
  output: { serialize: superjson.serialize, deserialize: superjson.deserialize },
};
