import type { Draft } from './draft';

/** What each section of the form gets: the draft, how to change it, and what is wrong at a control. */
export type FormPart = {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  errorAt: (field: string) => string | undefined;
};
