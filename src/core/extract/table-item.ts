/** What is told of a data table. */
import * as z from 'zod';

export const tableItem = z.object({
  headers: z.array(z.string()),
  rows: z.array(z.array(z.string())).describe('row and column spans filled in'),
  caption: z.string(),
  summary: z.string(),
  score: z.number().describe('how much of a data table, not layout, it is'),
  in_markdown: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('the characters of the markdown that show it, from and to'),
  /** The parts of the score by name, with `verbose`. */
  score_parts: z.record(z.string(), z.number()).optional(),
});
export type TableItem = z.infer<typeof tableItem>;
