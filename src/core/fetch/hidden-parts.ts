/** HTML without what its tags hide or keep for later: a linear scan of the text, no parser, as for all that decides on an engine. Pure. */

/** Their end tags may not be left out. */
const TAG = /<(div|section|main|form|dialog|nav|header|footer|aside|article|ul|ol|table|span)\b[^<>]{0,600}>/g;
const VALUES = /"[^"]{0,600}"|'[^']{0,600}'/g;
const HIDDEN = /\shidden(?=[\s=>/])/;
const NOT_SHOWN =
  /\bstyle\s{0,5}=\s{0,5}["'][^"']{0,300}\bdisplay\s{0,5}:\s{0,5}none|\brole\s{0,5}=\s{0,5}["']?(?:alert)?dialog\b/;

/** @param html in lower case */
export function withoutHidden(html: string): string {
  const kept: string[] = [];
  let from = 0;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag !== null; tag = TAG.exec(html)) {
    const [text, name = ''] = tag;
    if (!isHidden(text, name)) continue;
    kept.push(html.slice(from, tag.index));
    from = endOf(html, name, TAG.lastIndex);
    TAG.lastIndex = from;
  }
  kept.push(html.slice(from));
  return kept.join('');
}

function isHidden(tag: string, name: string): boolean {
  if (NOT_SHOWN.test(tag)) return true;
  const names = tag.replace(VALUES, '""');
  return HIDDEN.test(names) || (name === 'dialog' && !/\sopen(?=[\s=>/])/.test(names));
}

/** Where an element ends whose content begins at `at`: what it holds of its kind is counted. */
function endOf(html: string, name: string, at: number): number {
  const tags = new RegExp(`<(/?)${name}\\b`, 'g');
  tags.lastIndex = at;
  let open = 1;
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    open += tag[1] === '/' ? -1 : 1;
    if (open === 0) return tags.lastIndex;
  }
  return html.length;
}
