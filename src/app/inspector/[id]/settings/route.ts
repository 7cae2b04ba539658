import { changeInspector } from '@/server/auth/inspector';

type Context = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return changeInspector(request, (await params).id);
}
