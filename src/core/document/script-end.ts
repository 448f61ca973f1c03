/**
 * Where a script ends (HTML standard 13.2.5.4 and 13.2.5.20 to .31): at `</script`, but after `<!--` and `<script`
 * the next `</script` only ends that inner one.
 */
export function scriptEnd(source: string, start: number): number {
  const marks = /<!--|-->|<(\/?)script(?=[\s/>])/gi;
  marks.lastIndex = start;
  let escaped: 'no' | 'once' | 'twice' = 'no';
  for (let mark = marks.exec(source); mark !== null; mark = marks.exec(source)) {
    if (mark[0] === '-->') escaped = 'no';
    else if (mark[0] === '<!--') {
      if (escaped === 'no') escaped = 'once';
      // `<!-->` opens and closes: the dashes count for both.
      marks.lastIndex -= 2;
    } else if (mark[1] === '') {
      if (escaped === 'once') escaped = 'twice';
    } else if (escaped === 'twice') escaped = 'once';
    else return mark.index;
  }
  return source.length;
}

/**
 * Answers whether the script begun at `start` ends at its first `</script>`, as all but a few do: those that hold
 * `<!--` before it. To be asked in the order of the page, which makes the looks ahead linear.
 */
export function firstEndAsker(source: string): (start: number) => boolean {
  const nextComment = finder(source, '<!--');
  const nextEnd = finder(source, '</script');
  return (start) => {
    const likely = nextEnd(start);
    if (nextComment(start) > likely && source[likely + '</script'.length] === '>') return true;
    END_TAG.lastIndex = start;
    const end = END_TAG.exec(source);
    return end !== null && scriptEnd(source, start) === end.index;
  };
}
const END_TAG = /<\/script[\s/>]/gi;

/** The next place of `text` from a place that only moves forward; infinite where there is none. */
function finder(source: string, text: string): (from: number) => number {
  let next = -1;
  return (from) => {
    if (next < from) {
      const at = source.indexOf(text, from);
      next = at < 0 ? Number.POSITIVE_INFINITY : at;
    }
    return next;
  };
}
