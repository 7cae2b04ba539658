import type { Fields } from '@/contracts/wire/fields';
import type { SentAs } from '@/contracts/wire/hook';
import { invalidInput } from '@/domain/errors';
import { toServiceError } from '@/server/trpc/errors';

/** A method, because only a method's parameter may be wider here than in the procedure. */
type Procedure<Answer> = { judge(input: unknown): Promise<Answer> };

/**
 * Hands a request to a procedure unchanged, because the procedure's own schema checks it. A refusal names the field as
 * the client sent it.
 */
export async function ask<Answer>(
  procedure: Procedure<Answer>,
  input: Fields,
  sentAs: SentAs = {},
): Promise<Answer> {
  try {
    return await procedure.judge(input);
  } catch (cause) {
    const error = toServiceError(cause);
    if (error.code !== 'invalid_input' || error.details.length === 0) throw error;
    throw invalidInput(
      error.details.map((detail) => ({ ...detail, field: sentName(detail.field, sentAs) })),
    );
  }
}

function sentName(field: string | null, sentAs: SentAs): string | null {
  if (field === null) return null;
  const [first = '', ...rest] = field.split('.');
  const sent = Object.hasOwn(sentAs, first) ? sentAs[first] : undefined;
  if (sent === undefined) return field;
  // A filter has no parts, and neither has a page.
  return sent.includes('[') ? sent : [sent, ...rest].join('.');
}
