import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tests/support/free-port.mjs';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { migrate } from '@/server/db/migrate';
import { Kept } from './kept';

/** Few, so that they can be used up at once. */
const CONNECTIONS = '60';

/** One database, one web, and workers: the product's own code, each in a process of its own. */
export class Cluster {
  readonly workers = new Map<string, Kept>();
  private web: Kept | null = null;
  private made = 0;

  private constructor(
    private readonly dataDir: string,
    private readonly programs: string,
    private readonly port: number,
    private postgres: EmbeddedPostgres,
    private readonly secretKey: string,
    /** Something has come back: from now on its time to the first delivery is measured. */
    private readonly onReturn: () => void,
  ) {}

  static async start(programs: string, onReturn: () => void): Promise<Cluster> {
    const dataDir = await mkdtemp(join(tmpdir(), 'gancho-chaos-'));
    await chmod(dataDir, 0o711);
    const postgres = await openPostgres(dataDir);
    await migrate({ url: postgres.url, log: () => {} });
    const secretKey = randomBytes(32).toString('base64');
    return new Cluster(dataDir, programs, await freePort(), postgres, secretKey, onReturn);
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  startWeb(): Kept {
    this.web = this.keep('web', ['']);
    return this.web;
  }

  /** @returns its name, which no other worker has had */
  startWorker(): string {
    this.made += 1;
    const name = `worker ${this.made}`;
    this.workers.set(name, this.keep('worker', ['', name, '0']));
    return name;
  }

  async removeWorker(name: string): Promise<void> {
    const worker = this.workers.get(name);
    this.workers.delete(name);
    await worker?.remove();
  }

  killWorker(name: string, skewMs = 0): void {
    this.workers.get(name)?.kill(['', name, String(skewMs)]);
  }

  killWeb(): void {
    this.web?.kill();
  }

  /** While mute, web commits events and tells no worker. */
  mute(isMute: boolean): void {
    this.web?.tell({ type: 'mute', isMute });
  }

  /** kill -9 of the server and of each of its processes; what the disk's cache holds stays. */
  async killPostgres(): Promise<void> {
    const backends = childrenOf(this.postgres.pid);
    for (const pid of [this.postgres.pid, ...backends]) kill(pid);
    this.postgres = await openPostgres(this.dataDir, this.postgres.port);
    this.onReturn();
  }

  async ready(): Promise<void> {
    await this.web?.ready();
    for (const worker of this.workers.values()) await worker.ready();
  }

  async log(): Promise<string> {
    return readFile(join(this.dataDir, 'programs.log'), 'utf8').catch(() => '');
  }

  async close(): Promise<void> {
    await Promise.all([...this.workers.keys()].map((name) => this.removeWorker(name)));
    await this.web?.remove();
    await this.postgres.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private keep(program: string, args: string[]): Kept {
    return new Kept({
      script: join(this.programs, `${program}.mjs`),
      args,
      env: {
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        DATABASE_URL: this.postgres.url,
        GANCHO_SECRET_KEY: this.secretKey,
        GANCHO_DATA_DIR: this.dataDir,
        GANCHO_DEMO: '0',
        GANCHO_RATE_LIMIT_HOURLY: '100000000',
        GANCHO_RATE_LIMIT_BURST: '1000000',
        HOST: '127.0.0.1',
        PORT: String(this.port),
      },
      logFile: join(this.dataDir, 'programs.log'),
      onReady: this.onReturn,
    });
  }
}

function openPostgres(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir,
    ...(port === undefined ? {} : { port }),
    log: () => {},
    settings: { max_connections: CONNECTIONS },
  });
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    return ppid === parent && pid !== undefined ? [pid] : [];
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
