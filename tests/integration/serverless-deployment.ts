import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { databaseUser } from '@/launcher/postgres/os-user';

export type RouteTrace = { route: string; files: string[] };

/** The files that each function of a build includes, as paths relative to the project. */
export async function readTraces(root: string): Promise<RouteTrace[]> {
  const server = join(root, '.next', 'server');
  const found = (await readdir(server, { recursive: true })).filter((path) =>
    path.endsWith('.nft.json'),
  );
  return Promise.all(
    found.map(async (path) => ({
      route: path.replace(/\.js\.nft\.json$/, ''),
      files: await readTrace(root, join(server, path)),
    })),
  );
}

async function readTrace(root: string, path: string): Promise<string[]> {
  const { files } = JSON.parse(await readFile(path, 'utf8')) as { files: string[] };
  return files.map((file) => relative(root, join(dirname(path), file)));
}

/**
 * A copy of the build with only the content of a serverless deployment: the output, the framework, and the files that
 * the traces name. Nobody may write into it.
 */
export async function stageDeployment(root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gancho-serverless-'));
  try {
    await fillDeployment(root, folder);
  } catch (error) {
    await removeDeployment(folder);
    throw error;
  }
  return folder;
}

async function fillDeployment(root: string, folder: string): Promise<void> {
  const place = createPlacer(root, folder);
  for (const name of await readdir(join(root, '.next'))) {
    // Traces of the build itself, its cache, and types. No deployment has them.
    if (!['cache', 'trace', 'trace-build', 'diagnostics', 'types'].includes(name)) {
      await place(join('.next', name));
    }
  }
  const ofServer = await readTrace(root, join(root, '.next', 'next-server.js.nft.json'));
  const ofRoutes = (await readTraces(root)).flatMap(({ files }) => files);
  const traced = new Set([...ofServer, ...ofRoutes].filter((path) => !path.startsWith('.next')));
  for (const path of traced) await place(path);
  for (const path of ['package.json', 'node_modules/next']) await place(path);
  if (existsSync(join(root, 'public'))) await place('public');
  // The settings as the build resolved them, because the files that they import are not deployed.
  const manifest = await readFile(join(root, '.next', 'required-server-files.json'), 'utf8');
  const { config } = JSON.parse(manifest) as { config: object };
  await writeFile(join(folder, 'next.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  await forFolders(folder, (path) => chmod(path, 0o555));
}

export async function removeDeployment(folder: string): Promise<void> {
  await forFolders(folder, (path) => chmod(path, 0o755));
  await rm(folder, { recursive: true, force: true });
}

function createPlacer(root: string, folder: string) {
  const placed = new Set<string>();
  return async function place(path: string): Promise<void> {
    if (placed.has(path)) return;
    placed.add(path);
    const from = join(root, path);
    const to = join(folder, path);
    const kind = await lstat(from);
    if (kind.isDirectory()) {
      await mkdir(to, { recursive: true });
      for (const name of await readdir(from)) await place(join(path, name));
      return;
    }
    await mkdir(dirname(to), { recursive: true });
    if (kind.isSymbolicLink()) await symlink(await readlink(from), to);
    // A hard link if the file system allows it, otherwise a copy.
    else await link(from, to).catch(() => copyFile(from, to));
  };
}

async function forFolders(path: string, work: (path: string) => Promise<void>): Promise<void> {
  // Before its content and after it, because a folder that cannot be written cannot be emptied either.
  await work(path);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await forFolders(join(path, entry.name), work);
  }
}

export type Deployment = { process: ChildProcess; output(): string; ended: Promise<void> };

/** Runs `next start` alone, as a user who cannot write to the tree. */
export function startDeployment(input: {
  folder: string;
  port: number;
  env: Record<string, string>;
}): Deployment {
  const next = join('node_modules', 'next', 'dist', 'bin', 'next');
  const child = spawn(
    process.execPath,
    [next, 'start', '-H', '127.0.0.1', '-p', String(input.port)],
    {
      ...databaseUser().ids,
      cwd: input.folder,
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...input.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return { process: child, output: () => output, ended };
}
