import { after } from 'next/server';
import { container } from '@/server/container';
import { handleWebRequest } from '@/server/rest/web';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

function handle(request: Request): Promise<Response> {
  after(() => container().flush());
  return handleWebRequest(request);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
