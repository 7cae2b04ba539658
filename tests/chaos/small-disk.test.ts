import { expect, it } from 'vitest';
import { leftoversIn } from './small-disk';

it('takes for left over what this suite has mounted in a process that has ended, and nothing else', () => {
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
