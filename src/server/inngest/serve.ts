import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';
import type { InngestClient } from './client';

export type ServeHandler = (request: Request) => Promise<Response>;

/** Far above the size of our events. The SDK itself reads a body of any size. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const SIGNATURE = 'x-inngest-signature';

const refuse = (status: number, message: string): Response =>
  Response.json({ message }, { status });

/**
 * The only way to the functions, for Next's route and for the embedded engine. A request without a signature is refused
 * before its body is read, including registration: the SDK takes the address to register from the request, so an open
 * PUT would let anyone send our runs elsewhere.
 */
export function createServeHandler(
  client: InngestClient,
  functions: InngestFunction.Any[],
): ServeHandler {
  const handle = serve({ client, functions, enableUnauthedSync: false });
  const isSigned = client.mode === 'cloud';
  return async (request) => {
    if (isSigned && !request.headers.has(SIGNATURE)) return refuse(401, 'Unauthorized');
    if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) {
      return refuse(413, 'The body is too large');
    }
    try {
      const response = await handle(request);
      // Only a verified caller gets a signed answer. A stranger gets no stack trace.
      const isForStranger = isSigned && !response.headers.has(SIGNATURE);
      return isForStranger && response.status >= 500
        ? refuse(response.status, 'The request could not be handled')
        : response;
    } catch {
      // The SDK throws instead of answering when a body cannot be read or is not JSON.
      return refuse(400, 'The request could not be read');
    }
  };
}
