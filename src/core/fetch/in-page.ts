/**
 * Runs functions of ours inside a page, in a world of their own: they share the document with the page's scripts and
 * nothing else, so that a page cannot replace what they call. Names of elements still shadow members of `document` and of
 * forms (`<form name="body">`): what such a page must not break calls the prototypes' own.
 */
import type { CDPSession, Frame, Page } from 'playwright';
import { withoutHash } from '../url.js';

const WORLD_NAME = 'webloupe';

export interface World {
  readonly session: CDPSession;
  readonly contextId: number;
}

interface Place {
  readonly session: CDPSession;
  readonly frameId: string;
}

/**
 * The function is sent as text: it can use nothing but its argument and the page. What it answers is read from a hostile
 * document and to be checked. `before` is run in the same turn: nothing of the page comes between. A page that is busy answers
 * once a frame: it is sent with the question for its world, and again where the document has another than it had last.
 */
export async function inPage<Argument>(
  target: Page | Frame,
  script: (argument: Argument) => unknown,
  argument: Argument,
  before = '',
): Promise<unknown> {
  const frame = 'mainFrame' in target ? target.mainFrame() : target;
  const expression = `${before}${callText(script, argument)}`;
  const place = await placeOf(frame);
  const opening = worldAt(place, frame, WORLD_NAME);
  const contextId = lastWorlds.get(place);
  const early = contextId === undefined ? undefined : evaluate({ session: place.session, contextId }, expression);
  early?.catch(() => {});
  const world = await opening;
  if (early !== undefined && world.contextId === contextId) return early;
  lastWorlds.set(place, world.contextId);
  return evaluate(world, expression);
}

const lastWorlds = new WeakMap<Place, number>();

/** The call of a function as text. `__name` is what esbuild wraps named functions in. */
export function callText<Argument>(script: (argument: Argument) => unknown, argument: Argument): string {
  return `((__name) => (${script.toString()})(${JSON.stringify(argument)}))((named) => named);\n`;
}

/** The world of this name in the document of a frame, gone with the document. */
export async function openWorld(frame: Frame, worldName: string): Promise<World> {
  return worldAt(await placeOf(frame), frame, worldName);
}

async function worldAt({ session, frameId }: Place, frame: Frame, worldName: string): Promise<World> {
  try {
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName });
    return { session, contextId };
  } catch (thrown) {
    // A page that was rendered ahead of its turn has another main frame than the one before.
    mainPlaces.delete(frame.page());
    throw thrown;
  }
}

export async function evaluate({ session, contextId }: World, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId,
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  // The exception itself may quote the page.
  if (exceptionDetails !== undefined) throw new Error('a function of ours failed in the page');
  return result.value;
}

const mainPlaces = new WeakMap<Page, Promise<Place>>();

/** Asked for while the page is being made, it costs the first function nothing. */
export function mainPlace(page: Page): Promise<Place> {
  const known = mainPlaces.get(page);
  if (known !== undefined) return known;
  const place = ownPlace(page);
  place.catch(() => mainPlaces.delete(page));
  mainPlaces.set(page, place);
  return place;
}

async function ownPlace(target: Page | Frame): Promise<Place> {
  const page = 'mainFrame' in target ? target : target.page();
  const session = await page.context().newCDPSession(target);
  const { frameTree } = await session.send('Page.getFrameTree');
  return { session, frameId: frameTree.frame.id };
}

/** A frame of another site has a session of its own; one of the same site is found in its parent's. */
async function placeOf(frame: Frame): Promise<Place> {
  const parent = frame.parentFrame();
  if (parent === null) return mainPlace(frame.page());
  return await ownPlace(frame).catch(() => placeWithin(parent, frame));
}

async function placeWithin(parent: Frame, frame: Frame): Promise<Place> {
  const { session, frameId } = await placeOf(parent);
  const { frameTree } = await session.send('Page.getFrameTree');
  const siblings = flat(frameTree).find((one) => one.frame.id === frameId)?.childFrames ?? [];
  const found = siblings[placeAmong(siblings, parent.childFrames(), frame)];
  if (found === undefined) throw new Error('the frame is not to be found');
  return { session, frameId: found.frame.id };
}

/**
 * Frames stand in the same order here and there; those of other sites are missing there. One that a script wrote has its
 * writer's address there and none here.
 */
function placeAmong(siblings: readonly FrameTree[], frames: readonly Frame[], wanted: Frame): number {
  let next = 0;
  for (const frame of frames) {
    const address = withoutHash(frame.url());
    const alike = siblings.findIndex((one, at) => at >= next && one.frame.url === address);
    const isWritten = alike !== next && address === 'about:blank';
    const place = isWritten ? next : alike;
    if (frame === wanted) return place;
    if (place !== -1) next = place + 1;
  }
  return -1;
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly FrameTree[];
}

function flat(tree: FrameTree): FrameTree[] {
  return [tree, ...(tree.childFrames ?? []).flatMap(flat)];
}
