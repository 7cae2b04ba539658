import type { ZodError } from 'zod';
import type { ErrorDetail } from '@/domain/errors';

type Issue = ZodError['issues'][number];

/** What a schema found wrong, as the caller is told. */
export function problemsOf(error: ZodError): ErrorDetail[] {
  return error.issues.flatMap((issue) => innermost(issue).map(toDetail));
}

/** Of a union, what is wrong with the alternative that came closest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [closest] = [...issue.errors].sort((left, right) => left.length - right.length);
  if (closest === undefined || closest.length === 0) return [issue];
  return closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** `['events', 3, 'resource_id']` is the field `resource_id` of item 3. */
function toDetail(issue: Issue): ErrorDetail {
  const [, index, ...rest] = issue.path;
  const code = codeOf(issue);
  if (typeof index === 'number') {
    return { field: fieldOf(rest), code, message: issue.message, index };
  }
  return { field: fieldOf(issue.path), code, message: issue.message };
}

/** A rule of ours may name its code in its parameters. */
function codeOf(issue: Issue): string {
  const own = issue.code === 'custom' ? issue.params?.code : undefined;
  return typeof own === 'string' ? own : issue.code;
}

function fieldOf(path: readonly PropertyKey[]): string | null {
  return path.length === 0 ? null : path.map(String).join('.');
}
