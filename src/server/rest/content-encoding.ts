import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { invalidInput, unsupportedMediaType } from '@/domain/errors';
import { overLimit } from '@/server/bodies';

/** With the option `info`, which the types of Node do not describe. */
type Decoder = (
  body: Buffer,
  options: { maxOutputLength: number; info: true },
  done: (error: Error | null, result: Decoded) => void,
) => void;
type Decoded = { buffer: Buffer; engine: { bytesWritten: number } };

const DECODERS: ReadonlyMap<string, Decoder> = new Map(
  Object.entries({ gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress }),
) as ReadonlyMap<string, unknown> as ReadonlyMap<string, Decoder>;

/** Rejects also if something follows the compressed data, because it would be lost. */
function decodeAll(decoder: Decoder, body: Buffer, maxOutputLength: number): Promise<Buffer> {
  return new Promise((done, fail) => {
    decoder(body, { maxOutputLength, info: true }, (error, result) => {
      if (error) fail(error);
      else if (result.engine.bytesWritten === body.length) done(result.buffer);
      else fail(new Error('There is more than the compressed data.'));
    });
  });
}

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
  const decoder = DECODERS.get(name);
  if (decoder === undefined) {
    throw unsupportedMediaType(
      `it is, or with one Content-Encoding of ${[...DECODERS.keys()].join(', ')}`,
    );
  }
  try {
    return await decodeAll(decoder, body, bytesMax);
  } catch (error) {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw overLimit(bytesMax);
    throw invalidInput([
      { field: null, code: 'invalid_encoding', message: `The body is not ${name}.` },
    ]);
  }
}
