/** The short form of `npm run soak`: each form of its calls comes once or more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSoak } from '../../scripts/soak.js';

const CALLS = 100;
/** Of the half after the first: 80 KB a call, of which results that are kept take some 2. */
const HEAP_GROWTH_MB = 4;

test(`${CALLS} mixed calls at concurrency 10: each answered once, memory below its caps`, {
  timeout: 120_000,
}, async (context) => {
  const { problems, ...report } = await runSoak(CALLS, 10);
  context.diagnostic(JSON.stringify(report));
  assert.deepEqual(problems, []);
  assert.ok(report.heapMB.end - report.heapMB.middle < HEAP_GROWTH_MB, JSON.stringify(report.heapMB));
  assert.ok((report.outcomes['ok'] ?? 0) >= 0.6 * CALLS, 'most calls are good ones');
});
