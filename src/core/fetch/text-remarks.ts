/** Said of a page whose text is read in part. Pictures show all of it. */
export const IN_SHADOW = 'some text of the page stands in shadow roots and is left out: flatten_shadow_dom reads it';
export const UNLOOKED_AT =
  'the page has too much text to look at all of it: towards its end hidden text may stand among what is seen';
