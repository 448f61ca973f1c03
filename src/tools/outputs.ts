/** Output fields that tools share. Objects are loose towards later fields, strict in what is promised. */
import { z } from 'zod';
import { type PageResult, pageHead } from '../core/read/page-result.js';

export const pageHeadOutput = {
  ...pageHead,
  warnings: z.array(z.string()).optional(),
};

/** Stand where a list was cut. */
export const cutFields = {
  total: z.number().optional(),
  returned: z.number().optional(),
  next_cursor: z.string().optional(),
};

/** What every tool that reads a page says of it, out of the whole result. */
export function pageHeadOf(result: PageResult) {
  const { success, url, redirected_url, status_code, error_message, engine, engine_reason, result_id, warnings } =
    result;
  return {
    success,
    url,
    redirected_url,
    status_code,
    error_message,
    engine,
    engine_reason,
    result_id,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}
