/**
 * Begins and ends a session with calls to next-auth's endpoint. Its browser library makes the same calls, but adds 9
 * KB.
 */
async function call(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}

type Proof = { password: { email: string; password: string }; link: { token: string } };

/** Null after a sign-in, otherwise the endpoint's code for the problem; empty if the endpoint did not answer. */
export async function signIn<Way extends keyof Proof>(
  way: Way,
  proof: Proof[Way],
): Promise<string | null> {
  try {
    const answer = await call(`callback/${way}`, proof);
    if (answer.ok) return null;
    const { url } = await answer.json();
    return new URL(url, location.origin).searchParams.get('error') ?? '';
  } catch {
    return '';
  }
}

/** Rejects unless the session has ended. */
export async function signOut(): Promise<void> {
  const answer = await call('signout', {});
  if (!answer.ok) throw new Error(`Signing out was answered with ${answer.status}`);
}
