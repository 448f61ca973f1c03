/** Makes pictures and files of a page that is ready. Runs in the browser's own process. */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { hasCode, LoupeError } from '../errors.js';
import type { CaptureFile, CaptureFormat, CaptureRequest } from '../fetch/browser-messages.js';
import { makingBusy } from '../fetch/busy-script.js';
import { orRemove } from '../fetch/capture-cleanup.js';
import type { PageClock } from '../fetch/page-clock.js';
import { unusable } from './capture-folder.js';
import { orLastDrawn } from './last-drawn.js';
import { makePdf, pageCount } from './pdf.js';
import { takeScreenshot } from './screenshot.js';

/** In the order in which they disturb the page least. */
const ORDER: readonly CaptureFormat[] = ['mhtml', 'screenshot', 'pdf'];

interface Made {
  readonly data: Buffer;
  readonly extension: string;
  readonly mimeType: string;
  readonly size: Pick<CaptureFile, 'width' | 'height' | 'pages'>;
}

/**
 * One file for each format wanted, written to `request.dir`.
 * @throws LoupeError `invalid_input` when the selector matches nothing, `timeout`
 */
export async function capturePage(page: Page, request: CaptureRequest, clock: PageClock): Promise<CaptureFile[]> {
  await clock.pause(request.waitMs ?? 0);
  const files: CaptureFile[] = [];
  await orRemove(files, async () => {
    for (const format of ORDER.filter((each) => request.formats.includes(each))) {
      const making = () => makingBusy(page, clock, () => make(page, format, request, clock));
      const made = files.length === 0 ? await making() : await inTime(clock, making);
      if (made === undefined) {
        clock.warn(`page_timeout left no time for ${format}: give it more, or ask for ${format} alone`);
        continue;
      }
      const { data, extension, mimeType, size } = made;
      files.push({ format, path: await write(request.dir, extension, data), bytes: data.length, mimeType, ...size });
    }
  });
  return files.sort((a, b) => request.formats.indexOf(a.format) - request.formats.indexOf(b.format));
}

/** Undefined where there is no time for it. */
async function inTime(clock: PageClock, making: () => Promise<Made>): Promise<Made | undefined> {
  if (clock.isEnding) return undefined;
  try {
    return await making();
  } catch (thrown) {
    if (!hasCode(thrown, 'timeout')) throw thrown;
    return undefined;
  }
}

async function make(page: Page, format: CaptureFormat, request: CaptureRequest, clock: PageClock): Promise<Made> {
  switch (format) {
    case 'screenshot': {
      const take = () => takeScreenshot(page, request, clock);
      // A window is no picture of an element.
      const taking = request.selector === undefined ? orLastDrawn(page, clock, take) : take();
      const { data, format: extension, width, height } = await taking;
      return { data, extension, mimeType: `image/${extension}`, size: { width, height } };
    }
    case 'pdf': {
      const data = await makePdf(page, request.pdf ?? {}, clock);
      return { data, extension: 'pdf', mimeType: 'application/pdf', size: { pages: pageCount(data) } };
    }
    case 'mhtml':
      return { data: await makeMhtml(page), extension: 'mhtml', mimeType: 'multipart/related', size: {} };
    default:
      return format satisfies never;
  }
}

async function makeMhtml(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureSnapshot', { format: 'mhtml' });
  await session.detach();
  if (data === '') throw new LoupeError('internal_error', 'the browser made no MHTML');
  return Buffer.from(data, 'latin1');
}

/** A name nobody can guess, in a file that did not exist. */
async function write(dir: string, extension: string, data: Buffer): Promise<string> {
  const path = join(dir, `${randomBytes(16).toString('hex')}.${extension}`);
  try {
    await writeFile(path, data, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    // Half a picture on a full disk is none.
    await rm(path, { force: true }).catch(() => {});
    throw unusable(cause);
  }
  return path;
}
