import { expect, it } from 'vitest';
import { leftoversIn } from './small-disk';

it('leftovers are only the mounts of this suite’s ended processes', () => {
  const mounts = [
    'tmpfs /tmp/gancho-chaos-other tmpfs rw 0 0',
    'gancho-chaos-7 /tmp/gancho-chaos-running/data tmpfs rw 0 0',
    'gancho-chaos-8 /tmp/my\\040folder/gancho-chaos-ended/data tmpfs rw 0 0',
    'gancho-chaos-8 /srv/disk ext4 rw 0 0',
    '',
  ].join('\n');
  expect(leftoversIn(mounts, (pid) => pid === 7)).toEqual([
    '/tmp/my folder/gancho-chaos-ended/data',
  ]);
});
