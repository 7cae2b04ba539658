import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type IssuedCertificate = { key: string; cert: string };

export type CertificateAuthority = {
  /** In PEM. */
  certificate: string;
  /** `names` in OpenSSL's spelling: `DNS:receiver.test`, `IP:127.0.0.1`. */
  issue(names: string[], validity?: { isExpired: boolean }): IssuedCertificate;
};

/** A certificate authority of the test's own, made with the openssl command in a folder that is removed at once. */
export function createCertificateAuthority(): CertificateAuthority {
  return inTemporaryFolder((folder) => {
    openssl(folder, [
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=Test authority',
      ],
      ...['-keyout', 'ca.key', '-out', 'ca.pem'],
    ]);
    const certificate = readFileSync(join(folder, 'ca.pem'), 'utf8');
    const key = readFileSync(join(folder, 'ca.key'), 'utf8');
    return {
      certificate,
      issue: (names, validity) => issue({ certificate, key }, names, validity?.isExpired ?? false),
    };
  });
}

function issue(
  authority: { certificate: string; key: string },
  names: string[],
  isExpired: boolean,
): IssuedCertificate {
  return inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'ca.key'), authority.key);
    writeFileSync(join(folder, 'names'), `subjectAltName=${names.join(',')}`);
    openssl(folder, [
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=receiver'],
      ...['-keyout', 'key.pem', '-out', 'request.pem'],
    ]);
    openssl(folder, [
      ...['x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key'],
      ...['-CAcreateserial', '-days', isExpired ? '-1' : '2', '-extfile', 'names'],
      ...['-out', 'cert.pem'],
    ]);
    return {
      key: readFileSync(join(folder, 'key.pem'), 'utf8'),
      cert: readFileSync(join(folder, 'cert.pem'), 'utf8'),
    };
  });
}

function openssl(cwd: string, args: string[]): void {
  execFileSync('openssl', args, { cwd, stdio: 'pipe' });
}

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gancho-ca-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
