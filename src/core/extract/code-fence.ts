/** Lines that open and close blocks of code in Markdown (CommonMark, 4.5). Pure. */

/** Code may stand in lists and quotations. Groups: the sign, and what is said of the code. */
export const FENCE_LINE = /^(?:[ >]|- |\d{1,9}\. )*(`{3,})([^`\n]*)$/;

/** The sign of the block of code that is open behind a line, where `open` is so before it. */
export function fenceAfter(open: string | undefined, line: string): string | undefined {
  const [, sign = '', info = ''] = FENCE_LINE.exec(line) ?? [];
  if (open === undefined) return sign === '' ? undefined : sign;
  return closesFence(open, sign, info) ? undefined : open;
}

/** Whether the line is the end of a block opened by `open`: within it stand shorter fences, as in manuals of Markdown. */
export function closesFence(open: string, sign: string, info: string): boolean {
  return sign.length >= open.length && info.trim() === '';
}
