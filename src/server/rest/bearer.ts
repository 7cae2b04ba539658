import type { RestRequest } from './http';

export function bearerOf({ headers }: Pick<RestRequest, 'headers'>): string | null {
  const header = headers.authorization;
  if (header === undefined || header.length > 4096) return null;
  return /^bearer\s+(\S+)$/i.exec(header)?.[1] ?? null;
}
