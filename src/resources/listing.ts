/** What there is of every family, in pages: a client that lists may hold the answer in a model's context. */
import type { Engine } from '../core/engine.js';
import { LoupeError } from '../core/errors.js';
import { captures } from './captures.js';
import { documents } from './documents.js';
import type { ListedResource } from './family.js';
import { results } from './results.js';

export const FAMILIES = [results, captures, documents] as const;

/** Some 20 kB. */
const PAGE_ITEMS = 100;

/**
 * The owner's resources, results first, newest first. A cursor names the last resource of the page before, so that what was
 * added since does not move the next. @throws LoupeError `invalid_input` for one that is none, or whose resource is gone
 */
export async function listPage(
  engine: Engine,
  owner: string,
  cursor: string | undefined,
): Promise<{ resources: ListedResource[]; nextCursor?: string }> {
  const all = (await Promise.all(FAMILIES.map((family) => family.list(engine, owner)))).flat();
  const start = cursor === undefined ? 0 : all.findIndex(({ uri }) => cursorOf(uri) === cursor) + 1;
  if (cursor !== undefined && start === 0)
    throw new LoupeError('invalid_input', 'cursor: none of this listing, or what it named is gone', {
      next: 'List again from the start.',
    });
  const resources = all.slice(start, start + PAGE_ITEMS);
  const last = resources.at(-1);
  const isLast = last === undefined || start + resources.length === all.length;
  return { resources, ...(isLast ? {} : { nextCursor: cursorOf(last.uri) }) };
}

function cursorOf(uri: string): string {
  return Buffer.from(uri).toString('base64url');
}
