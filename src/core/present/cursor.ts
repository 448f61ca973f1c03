/** A cursor says where an answer was cut: the kept result and how far each part was read. It needs no session. */
import * as z from 'zod';
import { LoupeError } from '../errors.js';

const cursorShape = z.object({
  id: z.string().min(1).max(64),
  /** Offsets by part: items of lists, characters of texts. A part that was read to its end is absent. */
  at: z.record(z.string().max(20), z.number().int().min(0)),
  group: z.string().max(20).optional(),
});
export type Cursor = z.infer<typeof cursorShape>;

/** Stand in an answer where a list was cut. */
export const cutFields = {
  total: z.number().optional(),
  offset: z.number().optional(),
  returned: z.number().optional(),
  next_cursor: z.string().optional(),
};

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws LoupeError `invalid_input` for anything that is no cursor of webloupe. */
export function readCursor(text: string): Cursor {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new LoupeError('invalid_input', 'cursor: not a cursor of an earlier answer', {
      next: 'Pass next_cursor of the last answer unchanged, or leave cursor out to start anew.',
    });
  }
}

/** @throws LoupeError `invalid_input` for an offset that no answer gave: nothing is left there. */
export function refusePastEnd(start: number, total: number, unit: 'items' | 'characters'): void {
  if (start === 0 || start < total) return;
  throw new LoupeError('invalid_input', `cursor: it is past the end of ${total} ${unit}`, {
    next: 'Pass next_cursor of the last answer unchanged; an answer without one was the last.',
  });
}
