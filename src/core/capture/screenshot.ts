/** Screenshots: the page, what is seen of it, or one element; taller than one picture can be, in tiles. */
import type { ElementHandle, Page, PageScreenshotOptions } from 'playwright';
import * as z from 'zod';
import { wholeId } from '../document/whole-id.js';
import { LoupeError } from '../errors.js';
import type { CaptureRequest, ImageFormat } from '../fetch/browser-messages.js';
import { inPage } from '../fetch/in-page.js';
import type { PageClock } from '../fetch/page-clock.js';
import { scrollPage } from '../fetch/prepare.js';
import { drawAll, fontsReady, pageSize, reveal } from './capture-scripts.js';

/** Chromium draws no further on most graphics hardware. */
const SURFACE_MAX_PX = 16_384;
/** A tile of a page of usual width is 20 MB of pixels; smaller ones take longer together. */
const TILE_PX = 4_096;
/** 128 megapixels at the usual width; encoding takes seconds and the file 100 MB beyond this. */
const HEIGHT_MAX_PX = 100_000;
/**
 * To picture more than the window, Chromium draws the whole document for each tile and keeps it: at 700,000 px of text that
 * took 640 MB for the first and 100 MB more for each, and a page that is ended for its memory while it is pictured takes
 * the browser along. Documents beyond this are pictured as far as a window can reach.
 */
const DRAWN_MAX_PX = 200_000;
/** A page in a box of its own grows with its window; what it holds may then take more room than before. */
const UNFOLD_ROUNDS = 2;
/** Text in a font that has not come by now is shown in another. */
const FONTS_LIMIT_MS = 3_000;
/** A page of 100,000 elements that are all undrawn takes 2 s. */
const DRAW_ALL_LIMIT_MS = 3_000;
/** An element that is not shown by now is hidden. */
const VISIBLE_LIMIT_MS = 1_000;
/** The largest side the formats can hold. */
const SIDE_MAX_PX: Readonly<Record<ImageFormat, number>> = { png: 2 ** 31 - 1, jpeg: 65_535, webp: 16_383 };

export interface Screenshot {
  readonly data: Buffer;
  /** png when the wanted format cannot hold a picture that large. */
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export async function takeScreenshot(page: Page, request: CaptureRequest, clock: PageClock): Promise<Screenshot> {
  if (!(await clock.attemptReading(inPage(page, fontsReady, undefined), FONTS_LIMIT_MS)))
    clock.warn('some fonts did not load in time');
  if (request.selector === undefined && !request.fullPage) return shootViewport(page, request);
  const before = page.viewportSize();
  try {
    await clock.attemptReading(inPage(page, drawAll, undefined), DRAW_ALL_LIMIT_MS);
    await unfold(page, clock);
    return await shootPictured(page, request, clock);
  } finally {
    const now = page.viewportSize();
    if (before !== null && before.height !== now?.height) await page.setViewportSize(before).catch(() => {});
  }
}

async function shootPictured(page: Page, request: CaptureRequest, clock: PageClock): Promise<Screenshot> {
  const box = await pictured(page, request, clock);
  const wanted = request.imageFormat;
  const fits = Math.max(box.width, box.height) <= SIDE_MAX_PX[wanted];
  if (!fits) clock.warn(`the picture is ${box.height} px tall, more than ${wanted} can hold: it is a png`);
  const format = fits ? wanted : 'png';
  if (box.fromWindow) return shootWindow(page, box, format, request.quality, clock);
  if (box.height > SURFACE_MAX_PX) return { ...(await shootTiles(page, box, format, request.quality, clock)), format };
  return { data: await shoot(page, box, format, request.quality), format, width: box.width, height: box.height };
}

/** The window is made as large as the document. */
async function shootWindow(
  page: Page,
  box: Box,
  format: ImageFormat,
  quality: number | undefined,
  clock: PageClock,
): Promise<Screenshot> {
  const viewport = page.viewportSize();
  const height = Math.min(box.y + box.height, SURFACE_MAX_PX) - box.y;
  if (height < box.height) clock.warn(`the picture shows ${height} of ${box.height} px`);
  const window = {
    width: Math.max(viewport?.width ?? 0, box.x + box.width),
    height: Math.max(viewport?.height ?? 0, box.y + height),
  };
  if (viewport !== null) await page.setViewportSize(window);
  const data = await page.screenshot({ ...pictureOptions(format, quality), clip: { ...box, height } });
  return { data, format, width: box.width, height };
}

/** A page that scrolls in a box instead of its window is shown whole in a window that is tall enough. */
async function unfold(page: Page, clock: PageClock): Promise<void> {
  for (let round = 0; round < UNFOLD_ROUNDS; round++) {
    const viewport = page.viewportSize();
    const { inBox = 0 } = (await scrollPage(page, 'top', clock)) ?? {};
    if (viewport === null || inBox === 0) return;
    const height = viewport.height + inBox;
    if (height > SURFACE_MAX_PX)
      clock.warn(`the picture shows ${SURFACE_MAX_PX} of ${height} px of the box that the page scrolls in`);
    await page.setViewportSize({ ...viewport, height: Math.min(SURFACE_MAX_PX, height) });
  }
}

async function shootViewport(page: Page, { imageFormat: format, quality }: CaptureRequest): Promise<Screenshot> {
  const data = await page.screenshot(pictureOptions(format, quality));
  return { data, format, ...(page.viewportSize() ?? { width: 0, height: 0 }) };
}

/** What is to be seen, in CSS pixels from the start of the document; `fromWindow`: not by picturing more than the window. */
async function pictured(page: Page, request: CaptureRequest, clock: PageClock): Promise<Box & { fromWindow: boolean }> {
  const { width, height, hasBody } = await sizeOf(page);
  // Where it is to picture more than the window, Playwright waits for a body.
  const fromWindow = !hasBody;
  const isDrawn = height <= DRAWN_MAX_PX;
  if (request.selector !== undefined) {
    const box = clamped(await elementBox(page, request.selector, clock), clock);
    return isDrawn
      ? { ...box, fromWindow }
      : { ...(await inWindow(page, request.selector, box, clock)), fromWindow: true };
  }
  const whole = { x: 0, y: 0, width, height };
  return { ...clamped(whole, clock, isDrawn ? HEIGHT_MAX_PX : SURFACE_MAX_PX), fromWindow: fromWindow || !isDrawn };
}

/** An element where the window shows it, in pixels from the window's corner; the window is made large enough for it. */
async function inWindow(page: Page, selector: string, { width, height }: Box, clock: PageClock): Promise<Box> {
  const viewport = page.viewportSize();
  if (viewport !== null)
    await page.setViewportSize({
      width: Math.max(viewport.width, width),
      height: Math.max(viewport.height, Math.min(height, SURFACE_MAX_PX)),
    });
  const box = await elementBox(page, selector, clock);
  const { x, y } = await sizeOf(page);
  return { ...box, x: Math.max(0, box.x - x), y: Math.max(0, box.y - y) };
}

async function elementBox(page: Page, selector: string, clock: PageClock): Promise<Box> {
  const { element, matches } = await selected(page, selector);
  await element?.evaluate(reveal).catch(() => {});
  await element?.scrollIntoViewIfNeeded({ timeout: VISIBLE_LIMIT_MS }).catch(() => {});
  const seen = (await element?.isVisible()) ? await element?.boundingBox() : undefined;
  const box = seen ?? { x: 0, y: 0, width: 0, height: 0 };
  const { x, y, width, height } = await sizeOf(page);
  // Nothing is drawn before the document begins and behind its end.
  const left = Math.max(0, Math.floor(box.x + x));
  const top = Math.max(0, Math.floor(box.y + y));
  const right = Math.min(width, Math.ceil(box.x + x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + y + box.height));
  const which = matches > 1 ? `the first of ${matches} elements that selector matches` : 'what selector matches';
  if (box.width < 1 || box.height < 1 || right <= left || bottom <= top)
    throw new LoupeError(
      'invalid_input',
      element === null ? 'selector matches nothing on the page' : `${which} is not shown`,
    );
  if (matches > 1) clock.remark(`the picture shows ${which}`);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The first element that is meant, and how many are. */
async function selected(page: Page, selector: string): Promise<{ element: ElementHandle | null; matches: number }> {
  const find = async (css: string) => ({
    element: await page.$(`css=${css}`),
    matches: await page.locator(`css=${css}`).count(),
  });
  const id = wholeId(selector);
  if (id === undefined)
    return find(selector).catch((cause) => {
      throw new LoupeError('invalid_input', 'selector is no valid CSS selector', { cause });
    });
  const found = await find(selector).catch(() => undefined);
  return found?.element ? found : find(id);
}

const documentSize = z.object({
  width: z.number(),
  height: z.number(),
  x: z.number(),
  y: z.number(),
  hasBody: z.boolean(),
});

async function sizeOf(page: Page): Promise<z.infer<typeof documentSize>> {
  return documentSize.parse(await inPage(page, pageSize, undefined));
}

function clamped(box: Box, clock: PageClock, heightMax = HEIGHT_MAX_PX): Box {
  const width = Math.min(box.width, SURFACE_MAX_PX);
  const height = Math.min(box.height, heightMax);
  if (width < box.width || height < box.height)
    clock.warn(`the picture shows ${width} × ${height} of ${box.width} × ${box.height} px`);
  return { ...box, width, height };
}

function shoot(page: Page, clip: Box, type: ImageFormat, quality: number | undefined): Promise<Buffer> {
  return page.screenshot({ ...pictureOptions(type, quality), clip, fullPage: true });
}

/** Playwright's own for jpeg; for webp it takes 100, at which a page of text takes 495 KB, at 80 23, as png 57. */
const QUALITY = 80;

function pictureOptions(type: ImageFormat, quality: number | undefined): PageScreenshotOptions {
  return {
    type,
    animations: 'disabled',
    timeout: 0,
    ...(type === 'png' ? {} : { quality: quality ?? QUALITY }),
  };
}

/** From the top on, as many tiles as there is time for. */
async function shootTiles(
  page: Page,
  box: Box,
  format: ImageFormat,
  quality: number | undefined,
  clock: PageClock,
): Promise<Omit<Screenshot, 'format'>> {
  const tiles: Buffer[] = [];
  const started = performance.now();
  for (let top = 0; top < box.height; top += TILE_PX) {
    // To read and write a tile once more, when they are joined, takes up to half as long as to make it.
    const eachMs = (performance.now() - started) / Math.max(1, tiles.length);
    if (tiles.length > 0 && clock.readingLeftMs < eachMs * (2 + tiles.length / 2)) break;
    const clip = { ...box, y: box.y + top, height: Math.min(TILE_PX, box.height - top) };
    tiles.push(await shoot(page, clip, 'png', undefined));
  }
  const { width } = box;
  const height = Math.min(box.height, tiles.length * TILE_PX);
  if (height < box.height)
    clock.warn(`the picture shows the first ${height} of ${box.height} px: page_timeout left no time for more`);
  const { sharp } = await import('./sharp.js');
  const [first] = tiles;
  const parts = tiles.length === 1 ? sharp(first) : sharp(tiles, { join: { across: 1 }, limitInputPixels: false });
  const joined = parts
    // Each tile gets the room of the tallest; the last one is shorter.
    .extract({ left: 0, top: 0, width, height })
    .removeAlpha();
  const data = await joined.toFormat(format, quality === undefined ? {} : { quality }).toBuffer();
  return { data, width, height };
}
