import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { invalidInput, unsupportedMediaType } from '@/domain/errors';
import { overLimit } from '@/server/bodies';

const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
] as const);

/**
 * Decompresses a body, of at most `bytesMax` bytes.
 * @throws ServiceError `unsupported_media_type`, `too_large`, or `invalid_input` for a body that is not encoded as it
 * says
 */
export async function decodeContent(
  body: Buffer,
  encoding: string | undefined,
  bytesMax: number,
): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (body.length === 0 || name === 'identity' || name === '') return body;
  const decode = (DECODERS as ReadonlyMap<string, typeof gunzip.__promisify__>).get(name);
  if (decode === undefined) {
    throw unsupportedMediaType(
      `it is, or with one Content-Encoding of ${[...DECODERS.keys()].join(', ')}`,
    );
  }
  try {
    return await decode(body, { maxOutputLength: bytesMax });
  } catch (error) {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw overLimit(bytesMax);
    throw invalidInput([
      { field: null, code: 'invalid_encoding', message: `The body is not ${name}.` },
    ]);
  }
}
