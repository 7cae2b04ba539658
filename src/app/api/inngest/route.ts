import { handleInngestRequest } from '@/server/inngest/route-handler';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
/** Seconds. A run ends ten seconds earlier: see `RUN_BUDGET_MS`. */
export const maxDuration = 60;

export { handleInngestRequest as GET, handleInngestRequest as POST, handleInngestRequest as PUT };
