import { handleWebRequest as handle } from '@/server/rest/web';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { handle as GET };
