import { notFound, redirect } from 'next/navigation';
import { isServiceError } from '@/domain/errors';
import { container } from '@/server/container';
import { type Inspector, readInspector, updateInspector } from '@/server/services/inspector';
import { isCrossSite } from './cross-site';
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
  if (actor === null || isCrossSite(request.headers)) {
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
