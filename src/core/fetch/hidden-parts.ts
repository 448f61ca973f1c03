/** Parts that their tags hide or keep for later, found tag by tag in lower-cased HTML: no parser, as for all that decides on an engine. Pure. */

/** Their end tags may not be left out. */
const TAG = /^<(\/?)(div|section|main|form|dialog|nav|header|footer|aside|article|ul|ol|table|span)\b/;
const VALUES = /"[^"]{0,600}"|'[^']{0,600}'/g;
const HIDDEN = /\shidden(?=[\s=>/])/;
const NOT_SHOWN =
  /\sstyle\s{0,5}=\s{0,5}["'][^"']{0,300}\bdisplay\s{0,5}:\s{0,5}none|\srole\s{0,5}=\s{0,5}["']?(?:alert)?dialog\b/;

export interface HiddenParts {
  /** Whether what comes next stands in such a part. */
  isIn(): boolean;
  /** Whether a tag, the next of the page, is one of such a part or in it. */
  holds(tag: string): boolean;
}

export function hiddenParts(): HiddenParts {
  let part = '';
  /** Elements of its kind that are open, itself among them. */
  let open = 0;
  return {
    isIn: () => open > 0,
    holds(tag) {
      const isIn = open > 0;
      const [, slash = '', name = ''] = TAG.exec(tag) ?? [];
      if (isIn && name === part) open += slash === '' ? 1 : -1;
      else if (!isIn && name !== '' && slash === '' && isHidden(tag, name)) [part, open] = [name, 1];
      return isIn || open > 0;
    },
  };
}

function isHidden(tag: string, name: string): boolean {
  if (NOT_SHOWN.test(tag)) return true;
  const names = tag.replace(VALUES, '""');
  return HIDDEN.test(names) || (name === 'dialog' && !/\sopen(?=[\s=>/])/.test(names));
}
