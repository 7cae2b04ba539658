/**
 * Begins and ends a session by the calls of next-auth's own endpoint. Its browser library makes the same
 * calls, and brings 9 KB of other things with them.
 */
async function call(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}

type Proof = { password: { email: string; password: string }; link: { token: string } };

/** Null once signed in; otherwise the endpoint's code for what was wrong, which is empty if it did not answer. */
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
