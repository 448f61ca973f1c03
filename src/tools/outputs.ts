/** Output fields that tools share. Objects are loose towards later fields, strict in what is promised. */

import * as z from 'zod';
import { cutChars } from '../core/cut-chars.js';
import { CAPTURE_FORMATS } from '../core/fetch/browser-messages.js';
import { type Portion, warningsOf } from '../core/present/budget.js';
import { captureSize } from '../core/present/capture-view.js';
import { type Cursor, writeCursor } from '../core/present/cursor.js';
import { shownHead } from '../core/present/head-view.js';
import { type PageResult, pageHead } from '../core/read/page-result.js';
import type { Attachment } from './define-tool.js';

export const pageHeadOutput = {
  ...pageHead,
  warnings: z.array(z.string()).optional(),
};

/** What every tool that reads a page says of it, out of the whole result. */
export function pageHeadOf(result: PageResult, maxTokens: number) {
  const { success, url, redirected_url, status_code, error_message, engine, engine_reason, result_id, warnings } =
    result;
  const head = {
    success,
    url,
    redirected_url,
    status_code,
    error_message,
    engine,
    engine_reason,
    result_id,
    ...(warnings.length === 0 ? {} : { warnings: warnings.map((said) => said.replace('{result_id}', result_id)) }),
  };
  return shownHead(head, maxTokens);
}

/** The head of an answer whose list was cut, the cut told: where it goes on, and what was passed over. */
export function cutHead<Head extends { result_id: string; warnings?: string[] | undefined }>(
  head: Head,
  portion: Portion<unknown>,
  { total, part, at }: { total: number; part: string; at: (next: number) => Omit<Cursor, 'id'> },
) {
  const { result_id } = head;
  return {
    ...head,
    ...warningsOf(head, portion, `webloupe://results/${result_id}${part}`),
    total,
    ...(portion.start === 0 ? {} : { offset: portion.start }),
    returned: portion.items.length,
    ...(portion.next === undefined ? {} : { next_cursor: writeCursor({ id: result_id, ...at(portion.next) }) }),
  };
}

const NAME_URL_CHARS = 200;

export function captureLinks(result: PageResult): Attachment[] {
  return CAPTURE_FORMATS.flatMap((format): Attachment[] => {
    const file = result[format];
    if (file === undefined) return [];
    const name = `${format} of ${cutChars(result.redirected_url, NAME_URL_CHARS)}`;
    return [
      {
        type: 'resource_link',
        uri: file.uri,
        name,
        mimeType: file.mime_type,
        size: file.bytes,
        description: captureSize(file),
      },
    ];
  });
}
