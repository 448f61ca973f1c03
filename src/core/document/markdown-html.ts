/** Markdown as HTML (CommonMark, with tables and the HTML in it), so that its links and media are read like those of a page. */
import MarkdownIt from 'markdown-it';
import { escaped } from './html-text.js';
import { urlAt } from './linked-text.js';
import { LINES_MARK } from './markdown-place.js';

/** What generators of sites read before the text. */
const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/;

const markdown = new MarkdownIt({ html: true, linkify: true });
// What is a web address, and which one, is the page's reader to say.
markdown.validateLink = () => true;
markdown.normalizeLink = (url) => url;
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
for (const scheme of ['http:', 'https:'])
  markdown.linkify.add(scheme, {
    validate: (text, at) => Math.max(0, urlAt(text, at - scheme.length).length - scheme.length),
  });
// An address that stands for itself is no text of the link to it.
markdown.core.ruler.push('bare_urls', ({ tokens }) => {
  for (const { children } of tokens)
    children?.forEach((token, i) => {
      const text = children[i + 1];
      if (token.type === 'link_open' && token.info === 'auto' && text !== undefined) text.content = '';
    });
});

/** With the title and the description of its front matter; without, the first heading is the title. */
export function markdownAsHtml(text: string): string {
  const front = FRONT_MATTER.exec(text);
  const tokens = markdown.parse(text.slice(front?.[0].length ?? 0), {});
  const heading = tokens[tokens.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h1') + 1];
  const title = fieldOf(front?.[1], 'title') || plainText(heading);
  const description = fieldOf(front?.[1], 'description');
  const above = front?.[0].match(/\n/g)?.length ?? 0;
  for (const token of tokens)
    if (token.type === 'table_open') token.attrSet(LINES_MARK, (token.map ?? []).map((line) => line + above).join(' '));
  const body = markdown.renderer.render(tokens, markdown.options, {});
  const meta = description === '' ? '' : `<meta name="description" content="${escaped(description)}">`;
  return `<!doctype html><title>${escaped(title)}</title>${meta}<body><main>${body}</main>`;
}

function plainText(heading: MarkdownToken | undefined): string {
  return heading?.type === 'inline' ? (heading.children ?? []).map(({ content }) => content).join('') : '';
}
type MarkdownToken = ReturnType<typeof markdown.parse>[number];

/** A plain value of YAML, quoted or not. */
function fieldOf(yaml = '', name: string): string {
  const value = new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(yaml)?.[1]?.trim() ?? '';
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? (/^[|>&*!{[]/.test(value) ? '' : value);
}
