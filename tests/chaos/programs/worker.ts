import { env as readEnv } from '@/env';
import { runProcess } from '@/launcher/child-main';
import { startEngine } from '@/launcher/engine';

const [, , , name = 'worker'] = process.argv;

/** The worker as the launcher starts it, with a name, because the product names a worker by its data directory. */
void runProcess(() => startEngine({ ...readEnv(), dataDir: name }));
