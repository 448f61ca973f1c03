import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CaptureQuota, type Placed } from '../../../src/core/capture/capture-quota.js';

test('one writer keeps to the bound, and looks at what is there once for a tenth of it', async () => {
  const files = new Map<string, Placed>();
  let looks = 0;
  const quota = new CaptureQuota(1_000, {
    async all() {
      looks++;
      return [...files.values()].reverse();
    },
    async remove(name) {
      files.delete(name);
    },
  });
  const held = () => [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  let most = 0;
  for (let at = 0; at < 500; at++) {
    files.set(`${at}`, { name: `${at}`, bytes: 7, at });
    await quota.enforce([{ bytes: 7 }]);
    most = Math.max(most, held());
  }
  assert.ok(most > 980 && most <= 1_000, `${most} bytes`);
  assert.ok(looks < 45, `${looks} looks for 3,500 bytes`);
  assert.deepEqual([...files.keys()].at(-1), '499');
  files.set('large', { name: 'large', bytes: 2_000, at: 500 });
  await quota.enforce([{ bytes: 2_000 }]);
  assert.deepEqual([...files.keys()], ['large'], 'the newest stays, however large');
  files.set('next', { name: 'next', bytes: 1, at: 501 });
  await quota.enforce([{ bytes: 1 }]);
  assert.deepEqual([...files.keys()], ['next']);
});
