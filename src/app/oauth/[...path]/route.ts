import { handleWebRequest as handle } from '@/server/rest/web';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
