/** Arguments that prompts share. */
import * as z from 'zod';

export const url = z.string().min(1).max(8_192).describe('http(s) URL of the page to start from');

/** Names of a path's parts as people write them in one argument: `api, /reference/`. */
export const names = (standard: string) =>
  z
    .string()
    .max(500)
    .default(standard)
    .transform((list) =>
      list
        .split(/[\s,;]+/)
        .map((name) => name.replace(/^[/*]+|[/*]+$/g, ''))
        .filter((name) => name !== ''),
    );
