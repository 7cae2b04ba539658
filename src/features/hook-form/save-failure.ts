import { httpStatusOf } from '@/lib/trpc-status';
import type { Draft } from './draft';
import type { SaveResult } from './hook-form';
import { serverProblems } from './server-problems';

/** Distinguishes a refusal of the draft from other failures. */
export function explainFailure(error: unknown, draft: Draft): SaveResult {
  switch (httpStatusOf(error)) {
    case 400: {
      const problems = serverProblems(error, draft);
      return { isSaved: false, problems, failure: problems.length > 0 ? null : 'other' };
    }
    case 403:
    case 404:
      return { isSaved: false, problems: [], failure: 'forbidden' };
    case 412:
      return { isSaved: false, problems: [], failure: 'stale' };
    case 409:
      return { isSaved: false, problems: [], failure: 'conflict' };
    default:
      return { isSaved: false, problems: [], failure: 'other' };
  }
}
