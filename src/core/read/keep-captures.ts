/** Files made of a page, taken into care: one for each format. */
import type { CaptureFile } from '../fetch/browser-messages.js';
import { orRemove } from '../fetch/capture-cleanup.js';
import type { FetchedPage } from '../fetch/page.js';
import type { PageResult } from './page-result.js';
import type { ReadDeps } from './read-page.js';

/** Where one cannot be kept, those that are in nobody's care are removed: the error names none of them. */
export async function keepCaptures(
  { captures, finalUrl }: FetchedPage,
  { keepCapture }: Pick<ReadDeps, 'keepCapture'>,
): Promise<Pick<PageResult, CaptureFile['format']>> {
  const kept: Pick<PageResult, CaptureFile['format']> = {};
  const waiting = [...captures];
  await orRemove(waiting, async () => {
    for (const file of captures) {
      kept[file.format] = await keepCapture(file, finalUrl);
      waiting.shift();
    }
  });
  return kept;
}
