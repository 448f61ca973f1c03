/** A megabyte each of what takes naive parsers seconds or their stack. */
const MEGABYTE = 1_000_000;
const fill = (piece) => piece.repeat(Math.floor(MEGABYTE / piece.length));

export const HOSTILE_SHAPES = {
  'unclosed div': fill('<div>'),
  'unclosed b': fill('<b>'),
  'unclosed a': fill('<a href=x>'),
  'unclosed comments': fill('<!--'),
  'unclosed CDATA': fill('<![CDATA['),
};
