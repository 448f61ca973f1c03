/** Said of a page whose text is read in part. Pictures show all of it. */
export const IN_SHADOW = 'some text of the page stands in shadow roots and is left out: flatten_shadow_dom reads it';
export const UNLOOKED_AT =
  'the page has too much text to look at all of it: towards its end hidden text may stand among what is seen';
/** Of lists that are drawn as far as they are seen. */
export const HAS_ROOM =
  'a list has room for far more than the page holds: the rest is drawn as a person scrolls there; scan_full_page shows it where the list grows';
export const ONLY_IN_WINDOW =
  'the page holds only what is in the window: what was scrolled past is on it no longer, and not told';
