import { receiveInspected } from '@/server/rest/inspector';

type Context = { params: Promise<{ id: string }> };

export const dynamic = 'force-dynamic';

/** next.config.mjs sends here what is posted as JSON to /inspector/<id>, where the page is. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveInspected(request, (await params).id);
}
