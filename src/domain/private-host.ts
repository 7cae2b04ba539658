/** Matches addresses as `URL` spells them: dotted decimal, or compressed hexadecimal. */
const PRIVATE_ADDRESSES: readonly RegExp[] = [
  /^(127|10)(\.\d+){3}$/,
  /^192\.168(\.\d+){2}$/,
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$/,
  /^169\.254(\.\d+){2}$/,
  /^::1$/,
  /^f[cd][0-9a-f]{2}:/,
  /^fe80:/,
];

/**
 * Whether the text of a bare host (`localhost`, `10.0.0.1`, `::1`) shows that it is in a private network. This is
 * enough to warn a person who types it. The sender decides by the address that it connects to.
 */
export function isPrivateHost(host: string): boolean {
  return /(^|\.)localhost$/.test(host) || PRIVATE_ADDRESSES.some((pattern) => pattern.test(host));
}
