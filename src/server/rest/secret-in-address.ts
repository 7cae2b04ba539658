export const SECRET_IN_ADDRESS =
  'Send client_secret in the body or by HTTP Basic: addresses end up in logs. Change this secret, which may be in one now.';

/** Whether a query has the secret of a client, in any spelling of its name. */
export const hasSecretIn = (query: string): boolean =>
  query !== '' &&
  [...new URLSearchParams(query).keys()].some((name) => /^client_?secret(\[|$)/i.test(name.trim()));
