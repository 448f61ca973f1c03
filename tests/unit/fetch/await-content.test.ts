import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awaitContent } from '../../../src/core/fetch/await-content.js';
import { PageClock } from '../../../src/core/fetch/page-clock.js';

test('a page that loaded until its time was over is not told as whole, and why is said once', async () => {
  // Neither the page nor its traffic is asked for more.
  const [page, traffic] = [Object.create(null), Object.create(null)];
  const { signal } = new AbortController();
  const over = new PageClock(0, signal);
  await awaitContent(page, traffic, over, false);
  assert.equal(over.isPartial, true);
  assert.match(
    String(over.warnings),
    /^the page loaded until page_timeout was over and may lack what its scripts bring$/,
  );
  const said = new PageClock(0, signal);
  said.warn('the page did not reach "load" in time and was read as it stood');
  await awaitContent(page, traffic, said, false);
  assert.equal(said.warnings.length, 1);
});
