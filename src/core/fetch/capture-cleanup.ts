/** Files that were made of a page and that nobody takes into care: they would lie in their folder for as long as it is there. */
import { rm } from 'node:fs/promises';
import type { CaptureFile } from './browser-messages.js';

export async function removeFiles(files: readonly CaptureFile[]): Promise<void> {
  await Promise.all(files.map(({ path }) => rm(path, { force: true }).catch(() => {})));
}

/** The outcome of work on them; where it fails, they are removed. */
export async function orRemove<T>(files: readonly CaptureFile[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    await removeFiles(files);
    throw thrown;
  }
}
