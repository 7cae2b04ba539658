/** The answers of the sign-in endpoint, as keys of the messages. */
export type SignInError = 'wrongPassword' | 'linkUsed' | 'rateLimited' | 'unavailable';

export function signInError(code: string, refused: SignInError): SignInError {
  if (code === 'CredentialsSignin') return refused;
  return code === 'rate_limited' ? 'rateLimited' : 'unavailable';
}
