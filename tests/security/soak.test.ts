/** The short form of `npm run soak`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSoak } from '../../scripts/soak.js';

test('150 mixed calls at concurrency 10: each answered once, memory below its caps', {
  timeout: 120_000,
}, async (context) => {
  const { problems, ...report } = await runSoak(150, 10);
  context.diagnostic(JSON.stringify(report));
  assert.deepEqual(problems, []);
  assert.ok((report.outcomes['ok'] ?? 0) >= 90, 'most calls are good ones');
});
