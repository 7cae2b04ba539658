import { receiveInspected } from '@/server/rest/inspector';

type Context = { params: Promise<{ id: string }> };

export const dynamic = 'force-dynamic';

/** next.config.mjs routes JSON that is posted to /inspector/<id>, the address of the page, to this handler. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveInspected(request, (await params).id);
}
