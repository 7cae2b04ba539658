import { type RuntimeEnv, env as readEnv } from '@/env';
import { runProcess, type Service } from '@/launcher/child-main';
import { startEngine } from '@/launcher/engine';

async function startWorker(): Promise<Service> {
  const env: RuntimeEnv = readEnv();
  return startEngine(env);
}

void runProcess(startWorker);
