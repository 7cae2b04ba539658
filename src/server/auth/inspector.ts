import { notFound, redirect } from 'next/navigation';
import { isServiceError } from '@/domain/errors';
import { container } from '@/server/container';
import { type Inspector, readInspector, updateInspector } from '@/server/services/inspector';
import { sessionActor } from './session';

/** The inspector of a page, for whoever is signed in; there is none while the demo is off. */
export async function requireInspector(inspectorId: string): Promise<Inspector> {
  const { env, services } = container();
  const actor = await sessionActor();
  if (actor === null) redirect(`/sign-in?next=${encodeURIComponent(`/inspector/${inspectorId}`)}`);
  if (!env.isDemo) notFound();
  try {
    return await readInspector({ ctx: { ...services, actor }, input: { inspectorId } });
  } catch (error) {
    if (isServiceError(error) && ['not_found', 'forbidden'].includes(error.code)) notFound();
    throw error;
  }
}

/** Takes the page's form and goes back to the page. */
export async function changeInspector(request: Request, inspectorId: string): Promise<Response> {
  const { env, services } = container();
  const actor = await sessionActor();
  // The session's cookie is not sent along from other sites; a browser also says where it comes from.
  const from = request.headers.get('sec-fetch-site');
  if (actor === null || (from !== null && from !== 'same-origin')) {
    return new Response(null, { status: 403 });
  }
  if (!env.isDemo) return new Response(null, { status: 404 });
  const form = await request.formData();
  const input = {
    inspectorId,
    status: Number(form.get('status')),
    delayMs: Number(form.get('delay_ms')),
  };
  try {
    await updateInspector({ ctx: { ...services, actor }, input });
  } catch (error) {
    if (!isServiceError(error)) throw error;
    const status = { invalid_input: 400, forbidden: 403, not_found: 404 }[error.code as string];
    return new Response(error.message, { status: status ?? 500 });
  }
  return new Response(null, { status: 303, headers: { location: `/inspector/${inspectorId}` } });
}
