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
