/** Pictures and files of a page that is ready. */
import type { Page } from 'playwright';
import { LoupeError } from '../errors.js';
import type { CaptureFile, CaptureRequest } from '../fetch/browser-messages.js';
import type { PageClock } from '../fetch/page-clock.js';

export async function capturePage(_page: Page, _request: CaptureRequest, _clock: PageClock): Promise<CaptureFile[]> {
  throw new LoupeError('internal_error', 'not yet');
}
