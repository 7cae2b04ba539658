import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { quietPort } from '@tests/support/free-port.mjs';
import { OwnClocks } from '@tests/support/own-clocks';
import { type PgBouncer, startPgBouncer } from '@tests/support/pgbouncer';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { migrate } from '@/server/db/migrate';
import { Kept } from './kept';
import { SmallDisk, unmountLeftovers } from './small-disk';

type Options = {
  programs: string;
  /** The size of the database's file system, if one can be made for it. */
  diskBytes: number;
  /** Called when a process has returned. Its time to the first delivery is measured from then on. */
  onReturn: () => void;
};

type Parts = {
  folder: string;
  port: number;
  disk: SmallDisk | null;
  postgres: EmbeddedPostgres;
  pooler: PgBouncer;
};

/** Few, so that a fault can use all of them at once. */
const CONNECTIONS = '70';
const POOLED_CONNECTIONS = 30;

/** One database behind PgBouncer, one web, and workers. Each runs the product's own code in its own process. */
export class Cluster {
  readonly workers = new Map<string, Kept>();
  readonly clocks: OwnClocks;
  private readonly secretKey = randomBytes(32).toString('base64');
  private web: Kept | null = null;
  private made = 0;
  private closing: Promise<void> | null = null;

  private constructor(
    private readonly options: Options,
    private readonly parts: Parts,
  ) {
    this.clocks = new OwnClocks(parts.folder);
  }

  static async start(options: Options): Promise<Cluster> {
    for (const left of await unmountLeftovers()) {
      await rm(dirname(left), { recursive: true, force: true });
    }
    const folder = await mkdtemp(join(tmpdir(), 'gancho-chaos-'));
    const dataDir = dataDirIn(folder);
    await mkdir(dataDir);
    for (const each of [folder, dataDir]) await chmod(each, 0o711);
    const disk = SmallDisk.mount(dataDir, options.diskBytes);
    const postgres = await openPostgres(dataDir);
    await migrate({ url: postgres.url, log: () => {} });
    const pooler = await openPooler(postgres.url, await quietPort());
    return new Cluster(options, { folder, port: await quietPort(), disk, postgres, pooler });
  }

  /** Connects past PgBouncer, as the product's login. */
  get loginUrl(): string {
    return this.parts.postgres.url;
  }

  /** Connects past PgBouncer and past row security. */
  get databaseUrl(): string {
    return this.parts.postgres.adminUrl;
  }

  get pooledUrl(): string {
    return this.parts.pooler.url;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.parts.port}`;
  }

  get disk(): SmallDisk | null {
    return this.parts.disk;
  }

  startWeb(): Kept {
    this.web = this.keep('web', [''], {});
    return this.web;
  }

  /** @returns a name that no other worker has had */
  async startWorker(): Promise<string> {
    this.made += 1;
    const name = `worker ${this.made}`;
    await this.clocks.set(name, '+0');
    this.workers.set(name, this.keep('worker', ['', name], this.clocks.env(name)));
    return name;
  }

  async removeWorker(name: string): Promise<void> {
    const worker = this.workers.get(name);
    this.workers.delete(name);
    await worker?.remove();
  }

  killWorker(name: string): void {
    this.workers.get(name)?.kill();
  }

  killWeb(): void {
    this.web?.kill();
  }

  /** While mute, web commits events and informs no worker. */
  mute(isMute: boolean): void {
    this.web?.tell({ type: 'mute', isMute });
  }

  /** Kills the server and each of its processes with kill -9. The content of the disk cache survives. */
  async killPostgres(): Promise<void> {
    const { pid } = this.parts.postgres;
    for (const each of [pid, ...childrenOf(pid)]) kill(each);
    await this.revivePostgres();
  }

  /** Starts the server if it has ended, as a supervisor does. */
  async revivePostgres(): Promise<void> {
    const { folder, postgres } = this.parts;
    this.parts.postgres = await openPostgres(dataDirIn(folder), postgres.port);
    this.options.onReturn();
  }

  async killPooler(): Promise<void> {
    const { pooler, postgres } = this.parts;
    await pooler.kill();
    this.parts.pooler = await openPooler(postgres.url, Number(new URL(pooler.url).port));
    this.options.onReturn();
  }

  freezePooler(isFrozen: boolean): void {
    this.parts.pooler.freeze(isFrozen);
  }

  async ready(): Promise<void> {
    await this.web?.ready();
    for (const worker of this.workers.values()) await worker.ready();
  }

  async log(): Promise<string> {
    return readFile(this.logFile, 'utf8').catch(() => '');
  }

  /** Also works while a signal is ending it. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const { folder, postgres, pooler, disk } = this.parts;
    await Promise.all([...this.workers.keys()].map((name) => this.removeWorker(name)));
    await this.web?.remove();
    await pooler.stop();
    await postgres.stop();
    disk?.unmount();
    await rm(folder, { recursive: true, force: true });
  }

  /** Outside the disk that gets full. */
  private get logFile(): string {
    return join(this.parts.folder, 'programs.log');
  }

  private keep(program: string, args: string[], env: Record<string, string>): Kept {
    return new Kept({
      script: join(this.options.programs, `${program}.mjs`),
      args,
      env: {
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        DATABASE_URL: this.pooledUrl,
        DATABASE_URL_UNPOOLED: this.loginUrl,
        GANCHO_SECRET_KEY: this.secretKey,
        GANCHO_DATA_DIR: dataDirIn(this.parts.folder),
        GANCHO_DEMO: '0',
        GANCHO_RATE_LIMIT_HOURLY: '100000000',
        GANCHO_RATE_LIMIT_BURST: '1000000',
        HOST: '127.0.0.1',
        PORT: String(this.parts.port),
        ...env,
      },
      logFile: this.logFile,
      onReady: this.options.onReturn,
    });
  }
}

const dataDirIn = (folder: string) => join(folder, 'data');

function openPostgres(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir,
    ...(port === undefined ? {} : { port }),
    log: () => {},
    // Little WAL, so that a full disk has an effect at once.
    settings: { max_connections: CONNECTIONS, min_wal_size: '64MB', max_wal_size: '256MB' },
  });
}

function openPooler(databaseUrl: string, port: number): Promise<PgBouncer> {
  return startPgBouncer(databaseUrl, { port, serverConnections: POOLED_CONNECTIONS });
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
    // It ended with its parent.
  }
}
