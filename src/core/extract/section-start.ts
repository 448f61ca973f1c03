/** A part of a page is shown with its section from the beginning, where that is no further away, in characters. */
export const SECTION_START_CHARS_MAX = 3_000;
