import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Repairs of installed packages that have no release yet. Each is tied to one version: another one
 * is left as it is, and the test beside this file asks whether it still needs the repair.
 *
 * postgres 3.4.9 (porsager/postgres#1208, #1168): small writes wait for a `setImmediate`. If the
 * connection is lost first, the write goes to no socket and ends the whole process; or its timer is
 * cleared and still taken for pending, and that connection never sends anything again; or a query
 * given between the error and the close is never answered. A transaction that has lost its connection
 * goes on writing to it, outside of any transaction once the pool has connected it again. A query waits
 * for ever, in a loop without a pause, if the server closes the connection before the login is done, as a balancer
 * with nothing behind it does. The error by which a connection ended under a query is kept, and given to the first
 * query of the connection that follows, however much later. The rows that came before an error are counted for the next
 * query: its own stand behind as many empty places. A server that asks for it gets the password in clear, or hashed by MD5:
 * now by SCRAM alone, which proves that one knows it and tells it to nobody.
 */
const PATCHES = [
  {
    path: 'postgres',
    version: '3.4.9',
    files: ['src/connection.js', 'cjs/src/connection.js', 'src/index.js', 'cjs/src/index.js'],
    changes: [
      {
        from: '      type === 3 ? AuthenticationCleartextPassword :\n      type === 5 ? AuthenticationMD5Password :\n',
        to: '      type === 3 || type === 5 ? RefusePassword :\n',
      },
      {
        from: '  /* c8 ignore next 5 */\n  async function AuthenticationCleartextPassword() {\n',
        to: "  function RefusePassword() {\n    errored(Errors.generic('PASSWORD_REFUSED', 'the server asks for the password in clear or by MD5, and gets it by SCRAM alone: store it as scram-sha-256 and ask for that in pg_hba.conf or by the pooler'))\n    socket.destroy()\n  }\n\n  /* c8 ignore next 5 */\n  async function AuthenticationCleartextPassword() {\n",
      },
      {
        from: '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n',
        to: "  function nextWrite(fn) {\n    if (socket === null) {\n      nextWriteTimer !== null && clearImmediate(nextWriteTimer)\n      chunk = nextWriteTimer = null\n      error(Errors.connection('CONNECTION_CLOSED', options, socket))\n      return false\n    }\n    const x = socket.write(chunk, fn)\n",
      },
      {
        from: '    clearImmediate(nextWriteTimer)\n    if (socket) {\n',
        to: '    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    if (socket) {\n',
      },
      {
        from: "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)\n",
        to: "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)\n",
      },
      {
        from: '    if (initial)\n      return reconnect()\n',
        to: "    if (initial && options.host.length > 1)\n      return reconnect()\n\n    initial && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
      },
      {
        from: '    !hadError && (query || sent.length) && error(',
        to: '    ;(query || sent.length) && error(',
      },
      {
        from: '    closedTime = performance.now()\n',
        to: '    rows = 0\n    query = results = errorResponse = null\n    closedTime = performance.now()\n',
      },
      {
        from: '    query = results = errorResponse = null\n    result = new Result()\n',
        to: '    rows = 0\n    query = results = errorResponse = null\n    result = new Result()\n',
      },
      {
        from: '      , connection\n      , prepare = null\n\n    try {',
        to: '      , connection\n      , lost = null\n      , prepare = null\n\n    try {',
      },
      {
        from: 'new Promise((_, reject) => connection.onclose = reject)\n      ])\n    } catch (error) {',
        to: 'new Promise((_, reject) => connection.onclose = e => {\n          lost = e\n          while (queries.length) queries.shift().reject(e)\n          reject(e)\n        })\n      ])\n    } catch (error) {',
      },
      {
        from: '        q.catch(e => uncaughtError || (uncaughtError = e))\n',
        to: '        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost)\n          return q.reject(lost)\n\n',
      },
    ],
  },
];

/** @param {string} root */
export async function applyPatches(root) {
  for (const { path, version, files, changes } of PATCHES) {
    const folder = join(root, 'node_modules', path);
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (manifest.version !== version) continue;
    for (const file of files) await patch(join(folder, file), changes);
  }
}

/**
 * @param {string} file
 * @param {{ from: string, to: string }[]} changes
 */
async function patch(file, changes) {
  const before = await readFile(file, 'utf8');
  const after = changes.reduce(
    (text, { from, to }) => (text.includes(to) ? text : text.replace(from, () => to)),
    before,
  );
  if (after === before) return;
  // In one step, and as a new file: the old one may be shared with another installation.
  await writeFile(`${file}.patched`, after);
  await rename(`${file}.patched`, file);
}
