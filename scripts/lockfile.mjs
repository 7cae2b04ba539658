/**
 * Keeps package-lock.json valid for every platform. npm leaves out the optional binaries of platforms that it cannot
 * look up at the moment, and `npm ci` then refuses the lockfile everywhere.
 *
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[],
 *   libc?: string[], resolved?: string, integrity?: string, link?: boolean, inBundle?: boolean,
 *   optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lockfile
 */

const OS = [
  'darwin',
  'linux',
  'win32',
  'android',
  'freebsd',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
];
const CPU = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
];
const MODULES = 'node_modules/';

/**
 * The optional packages that an entry needs and the lockfile lacks, with their place.
 * @param {Lockfile} lockfile
 * @returns {{ path: string, name: string, entry: Entry }[]}
 */
export function missingOptionals({ packages }) {
  /** @type {Map<string, { path: string, name: string, entry: Entry }>} */
  const missing = new Map();
  for (const [parentPath, parent] of Object.entries(packages)) {
    const names = Object.keys(parent.optionalDependencies ?? {});
    for (const name of names) {
      if (find(packages, parentPath, name) !== undefined) continue;
      const sibling = names.map((other) => find(packages, parentPath, other)).find(Boolean);
      const folder = sibling ? folderOf(sibling) : '';
      const path = `${folder}${MODULES}${name}`;
      const entry = {
        version: exactVersion(parent.optionalDependencies?.[name] ?? '', parent.version ?? ''),
        ...(parent.dev ? { dev: true } : {}),
        optional: true,
        ...platformOf(name),
      };
      missing.set(path, { path, name, entry });
    }
  }
  return [...missing.values()];
}

/**
 * Addresses of a registry. The lockfile must not have them, because each machine has its own.
 * @param {Lockfile} lockfile
 * @returns {string[]}
 */
export function resolvedEntries({ packages }) {
  return Object.keys(packages).filter(
    (path) => packages[path]?.resolved !== undefined && !packages[path]?.link,
  );
}

/**
 * Packages that `npm ci` would install without a check of their content.
 * @param {Lockfile} lockfile
 * @returns {{ name: string, entry: Entry }[]}
 */
export function withoutIntegrity({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isDownloaded = path.includes(MODULES) && !entry.link && !entry.inBundle;
    if (!isDownloaded || entry.integrity) return [];
    return [{ name: path.slice(path.lastIndexOf(MODULES) + MODULES.length), entry }];
  });
}

/**
 * @param {Lockfile} lockfile
 * @returns {Lockfile}
 */
export function completed(lockfile) {
  const packages = { ...lockfile.packages };
  for (const { path, entry } of missingOptionals(lockfile)) packages[path] = entry;
  for (const [path, entry] of Object.entries(packages)) {
    // A link leads to a folder of the project, not to a registry.
    if (entry.link) continue;
    const { resolved: _, ...rest } = entry;
    packages[path] = rest;
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { ...lockfile, packages: Object.fromEntries(sorted) };
}

/**
 * The path at which Node finds `name` from `parentPath`: in its own folder, or in one further up.
 * @param {Record<string, Entry>} packages
 * @param {string} parentPath
 * @param {string} name
 */
function find(packages, parentPath, name) {
  for (let base = parentPath; ; base = folderOf(base).replace(/\/$/, '')) {
    const path = base === '' ? `${MODULES}${name}` : `${base}/${MODULES}${name}`;
    if (packages[path]) return path;
    if (base === '') return undefined;
  }
}

/**
 * The folder that holds the entry's node_modules, with a slash; empty for the project's own.
 * @param {string} path
 */
function folderOf(path) {
  return path.slice(0, path.lastIndexOf(MODULES));
}

/**
 * @param {string} range
 * @param {string} parentVersion platform packages are released together with their parent
 */
function exactVersion(range, parentVersion) {
  return /^\d/.test(range) ? range : parentVersion;
}

/** @param {string} name of a platform package, like @next/swc-linux-x64-musl */
function platformOf(name) {
  const words = name.replace('windows', 'win32').split(/[-/]/);
  const os = words.find((word) => OS.includes(word));
  const cpu = words
    .map((word) => (word === 'aarch64' ? 'arm64' : word))
    .find((word) => CPU.includes(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
  };
}
