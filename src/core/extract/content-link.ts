/** Links and images of markdown, with addresses that can be copied as they stand. */
import { HEADING } from '../document/tree.js';
import type { Place, Waits } from './content-inline.js';
import { type ContentElement, contentText, holds, isBlock } from './content-node.js';

export interface WrittenLink {
  /** What ends a link, given the text it shows. An address alone, in angle brackets, where that is all it shows. */
  close(title: string | undefined): (text: string) => string;
  image(alt: string): string;
}

export function linkFor(address: string, place: Place): WrittenLink {
  // A pipe would end the cell.
  const href = place === 'cell' ? address.replaceAll('|', '%7C') : address;
  const destination = destinationOf(href);
  return {
    close: (title) => (text) =>
      isItself(text, href) ? `<${bare(href)}>` : `](${destination}${titleOf(title, text, href)})`,
    image: (alt) => `![${altOf(alt, place)}](${destination})`,
  };
}

/** Of serialised URLs only `mailto:` and the like hold white space and angle brackets; brackets may have no partner. */
function destinationOf(href: string): string {
  const safe = href.replace(/[\s<>]/g, (char) => encodeURIComponent(char));
  let depth = 0;
  for (const char of safe) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return `<${safe}>`;
  }
  return depth === 0 ? safe : `<${safe}>`;
}

function isItself(text: string, href: string): boolean {
  return text === href || (text !== '' && `${text}/` === href) || `mailto:${text}` === href;
}

function bare(href: string): string {
  return href.replace(/^mailto:/, '');
}

/** A title that says what the text says costs tokens for nothing, and so does one that says the address: wikis name the page. */
function titleOf(title: string | undefined, text: string, href: string): string {
  if (title === undefined) return '';
  const [ours, theirs, address] = [wordsOf(title), wordsOf(text), wordsOf(href)];
  const [closed, shown] = [ours.replaceAll(' ', ''), theirs.replaceAll(' ', '')];
  if (closed === '' || shown.includes(closed) || (shown !== '' && closed.includes(shown))) return '';
  if (` ${address} `.includes(` ${ours} `)) return '';
  return ` "${title.replace(/["\\]/g, '\\$&')}"`;
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function altOf(alt: string, place: Place): string {
  const text = alt.replace(/[[\]\\]/g, '\\$&');
  return place === 'cell' ? text.replaceAll('|', '/') : text;
}

/** What a link is written on: all it holds where that is one line, else its heading, else its first words. */
export function waitsFor(link: ContentElement): Waits {
  if (!holds(link, isBlock) || contentText(link).trim() === '') return 'nothing';
  return holds(link, (inner) => HEADING.test(inner.name) && contentText(inner).trim() !== '') ? 'heading' : 'text';
}

/** What a link without text is called: by the first picture in it that has a name. */
export function pictureName(element: ContentElement): string | undefined {
  let name: string | undefined;
  holds(element, ({ name: tag, facts }) => {
    if (tag === 'img') name = facts.alt;
    return name !== undefined;
  });
  return name;
}
