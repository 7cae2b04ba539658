import type { Draft } from './draft';

/** The input of each section of the form: the draft, a function that changes it, and the problem of a control. */
export type FormPart = {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  errorAt: (field: string) => string | undefined;
};
