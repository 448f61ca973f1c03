/** Reads the document of a page as HTML: as it stands, or with its shadow roots and frames in their places. */
import { randomUUID } from 'node:crypto';
import type { Frame, Page } from 'playwright';
import * as z from 'zod';
import { hasCode, LoupeError } from '../errors.js';
import type { PageConfig } from '../page-config.js';
import { readingBusy } from './busy-script.js';
import { HIDDEN_MARK, markHidden } from './hidden-script.js';
import { callText, inPage } from './in-page.js';
import type { PageClock } from './page-clock.js';
import { markPanels, PANEL } from './panel-script.js';
import { findRoom } from './room-script.js';
import { markFrame, type SerialiseRequest, serialise } from './serialise-script.js';
import { markShown, SHOWN_MARK } from './shown-script.js';
import { writeState } from './state-script.js';
import { nameStream } from './stream-script.js';
import { HAS_ROOM, ONLY_IN_WINDOW, UNLOOKED_AT } from './text-remarks.js';

/** A script may send the page elsewhere while it is read. */
const READS_MAX = 5;
/** As much as the HTTP engine decodes; a script can make a document of any size. */
const HTML_MAX_CHARS = 20_000_000;
/** Pages with more frames are advertisements for the most part. */
const FRAMES_MAX = 50;
const FRAME_DEPTH_MAX = 4;
const FRAME_MAX_CHARS = 2_000_000;
const FRAME_LIMIT_MS = 2_000;
/** Of the time of what they stand in. */
const FRAMES_SHARE_MAX = 1 / 2;

/** Texts looked at for being hidden, and how long: what a hostile page holds beyond that is left as it is. */
const HIDDEN_TEXTS_MAX = 100_000;
const HIDDEN_MS_MAX = 1_000;
/** A page whose time is over is read within its grace. */
const HIDDEN_MS_LEAST = 250;

/** The HTML of the page as it stands. @param arrive waits for what the page moved on to; whether it did */
export async function renderedHtml(
  page: Page,
  config: PageConfig,
  clock: PageClock,
  arrive: () => Promise<boolean>,
): Promise<string> {
  let html: string | undefined;
  for (let read = 1; ; read++) {
    try {
      html = await readingBusy(page, clock, () => readHtml(page, config, clock));
      if (html.length > HTML_MAX_CHARS)
        throw new LoupeError('too_large', `the document has more than ${HTML_MAX_CHARS} characters`);
      // What came in its place is read in its grace where the time is over by then: address and status are of that one.
      if (!(await arrive()) || read >= READS_MAX) return html;
    } catch (thrown) {
      const isLate = hasCode(thrown, 'timeout');
      if (thrown instanceof LoupeError && !isLate) throw thrown;
      // What came in its place cannot be read: the page before it is better than none.
      if (clock.isOver && html !== undefined) return html;
      if (isLate) throw thrown;
      if (clock.isOver || read >= READS_MAX) throw neverStill(thrown);
      await arrive();
    }
  }
}

/** A page that sends the browser on while it is read, time after time. Anything else that fails here is a defect. */
function neverStill(thrown: unknown): unknown {
  if (!/context was destroyed|cannot find context|navigated|no frame|not to be found|detached/i.test(String(thrown)))
    return thrown;
  return new LoupeError('timeout', 'the page moved on each time it was read', { cause: thrown });
}

async function readHtml(page: Page, config: PageConfig, clock: PageClock): Promise<string> {
  const budget = { frames: FRAMES_MAX };
  const limitMs = Math.min(FRAME_LIMIT_MS, clock.readingLeftMs * FRAMES_SHARE_MAX);
  const frames = config.process_iframes ? await readFrames(page.mainFrame(), config, clock, budget, 1, limitMs) : {};
  return readDocument(page, { flattenShadow: config.flatten_shadow_dom, asFragment: false }, frames, clock);
}

/** Marked and read in one turn: scripts of the page that see the marks see them too late. */
async function readDocument(
  target: Page | Frame,
  how: Pick<SerialiseRequest, 'flattenShadow' | 'asFragment'>,
  frames: Readonly<Record<string, string>>,
  clock: PageClock,
): Promise<string> {
  const mark = `data-m${randomUUID()}`;
  const msMax = Math.max(HIDDEN_MS_LEAST, Math.min(HIDDEN_MS_MAX, clock.leftMs / 4));
  const within = { mark, textsMax: HIDDEN_TEXTS_MAX, msMax };
  const room = `${mark}-room`;
  // What is marked is measured no longer: a style may go by attributes.
  const looking = callText(nameStream, undefined) + callText(findRoom, room) + callText(markPanels, mark);
  const marking = callText(markHidden, within) + callText(markShown, within) + callText(writeState, undefined);
  const request = { ...how, frames: Object.keys(frames), placeholder: mark, room };
  const read = z.string().parse(await inPage(target, serialise, request, looking + marking));
  const [end = ''] = new RegExp(`(?:${room})?(?:${mark})?$`).exec(read) ?? [];
  if (end.endsWith(mark)) clock.remark(UNLOOKED_AT);
  if (end.startsWith(room) && !clock.warnings.includes(ONLY_IN_WINDOW)) clock.remark(HAS_ROOM);
  return read
    .slice(0, read.length - end.length)
    .replaceAll(` ${mark}=""`, ` ${HIDDEN_MARK}=""`)
    .replaceAll(` ${mark}="${PANEL}"`, ` ${HIDDEN_MARK}="${PANEL}"`)
    .replaceAll(` ${mark}="`, ` ${SHOWN_MARK}="`)
    .replace(new RegExp(`${mark}(\\d+\\.\\d+)`, 'g'), (_, frame: string) => frames[frame] ?? '');
}

/** The HTML of each child frame by the mark its iframe got. A frame that cannot be read stays the iframe it is. */
async function readFrames(
  parent: Frame,
  config: PageConfig,
  clock: PageClock,
  budget: { frames: number },
  depth: number,
  limitMs: number,
): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  const readFrame = async (frame: Frame, mark: string) => {
    const element = await frame.frameElement();
    await element.evaluate(markFrame, mark);
    await frame.waitForLoadState('domcontentloaded', { timeout: FRAME_LIMIT_MS });
    const frames =
      depth < FRAME_DEPTH_MAX
        ? await readFrames(frame, config, clock, budget, depth + 1, limitMs * FRAMES_SHARE_MAX)
        : {};
    const how = { flattenShadow: config.flatten_shadow_dom, asFragment: true };
    const html = await readDocument(frame, how, frames, clock);
    if (html.length <= FRAME_MAX_CHARS) read[mark] = html;
    else clock.remark(`a frame of more than ${FRAME_MAX_CHARS} characters was left out`);
  };
  const children = parent.childFrames();
  const within = children.slice(0, budget.frames);
  if (within.length < children.length) clock.remark(`only the first ${FRAMES_MAX} frames were read`);
  // All at once: each that never answers takes its whole time.
  const reading = within.map(async (frame) => {
    const mark = `${depth}.${FRAMES_MAX - budget.frames--}`;
    if (!(await clock.attemptReading(readFrame(frame, mark), limitMs)))
      clock.warn('a frame of the page could not be read');
  });
  await Promise.all(reading);
  return read;
}
