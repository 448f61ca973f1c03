/** The other side of `extract-pool.ts`: runs in a worker thread, one page at a time. */
import { parentPort } from 'node:worker_threads';
import { asLoupeError, LoupeError, toWire } from '../errors.js';
import { type ExtractRequest, extractPage } from './extract-page.js';
import type { WorkerAnswer } from './extract-pool.js';

parentPort?.on('message', async (request: ExtractRequest) => {
  parentPort?.postMessage(await answerTo(request));
});
const loaded: WorkerAnswer = { loaded: true };
parentPort?.postMessage(loaded);

async function answerTo(request: ExtractRequest): Promise<WorkerAnswer> {
  try {
    return { page: JSON.stringify(await extractPage(request)) };
  } catch (thrown) {
    // Too deep a recursion of the writers of content, or of a selector.
    const isDeep = thrown instanceof RangeError;
    return {
      error: toWire(isDeep ? new LoupeError('too_complex', 'the page is too deeply nested') : asLoupeError(thrown)),
    };
  }
}
