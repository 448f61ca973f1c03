/** Feeds and sitemaps as HTML, so that their links, media and text are read as those of any page. */
import { authorsOf } from './authors.js';
import { lengthOf, mediaOf, medium } from './feed-media.js';
import { anchor, escaped } from './html-text.js';
import { references } from './references.js';
import { decodingTokenizer } from './tokenizer.js';
import { xhtmlAsHtml } from './xhtml.js';
import { childOf, childrenOf, parseXml, textOf, type XmlNode } from './xml.js';

export interface FeedHtml {
  readonly html: string;
  /** What it is, for a message: "an RSS feed". */
  readonly kind: string;
}

/** Undefined for XML of another kind. */
export function feedAsHtml(xml: string): FeedHtml | undefined {
  const written = rootOf(parseXml(xml));
  const prefix = prefixOf(written);
  const root = prefix === '' ? written : rootOf(parseXml(xml, prefix));
  switch (root?.name) {
    case 'rss':
    case 'rdf:RDF':
      return { html: rss(root), kind: 'an RSS feed' };
    case 'feed':
      return { html: atom(root), kind: 'an Atom feed' };
    case 'urlset':
      return { html: listOf(childrenOf(root, 'url').map(sitemapEntry)), kind: 'a sitemap' };
    case 'sitemapindex':
      return { html: listOf(childrenOf(root, 'sitemap').map(sitemapEntry)), kind: 'an index of sitemaps' };
    case 'opml':
      return { html: listOf(outlines(root)), kind: 'a list of feeds' };
    default:
      return undefined;
  }
}

function rootOf({ children }: XmlNode): XmlNode | undefined {
  return children.find(({ name }) => !/^[!?]/.test(name));
}

/** Of a feed as namespaces of XML permit it: `<atom:feed>`, `<rss:item>` in `rdf:RDF`. */
function prefixOf(root: XmlNode | undefined): string {
  const names = [root, ...(root?.name === 'rdf:RDF' ? root.children : [])].map((node) => node?.name ?? '');
  return names.map((name) => /^[\w-]{1,30}:(?=(?:feed|item)$)/.exec(name)?.[0]).find((prefix) => prefix) ?? '';
}

export interface Entry {
  readonly title: string;
  readonly link: string;
  readonly date: string;
  readonly author: string;
  /** HTML. */
  readonly body: string;
  readonly media: readonly string[];
  /** How long its recording plays: "1:02:03". */
  readonly length: string;
}

function rss(root: XmlNode): string {
  const channel = childOf(root, 'channel');
  const items = [...childrenOf(channel, 'item'), ...childrenOf(root, 'item')];
  const about = textOf(channel, 'description', 'itunes:summary');
  const author = person(channel, 'itunes:author', 'dc:creator', 'managingEditor');
  const body = channelImage(channel);
  const head = { title: told(channel, 'title'), link: textOf(channel, 'link'), author, about, body };
  return feedPage(head, items.map(rssEntry), root.attributes['xml:base']);
}

const { inText: decoded } = references(decodingTokenizer);

/** Nobody says whether these texts of RSS are HTML; a reference that XML has left in one is HTML's. */
function told(node: XmlNode | undefined, ...names: readonly string[]): string {
  return decoded(textOf(node, ...names));
}

/** RSS 2.0 asks for an address of mail, behind which the name may stand: "ada@harbour.example (Ada Reed)". */
function person(node: XmlNode | undefined, ...names: readonly string[]): string {
  return told(node, ...names).replace(/^[^\s@]+@\S+\s\((.+)\)$/s, '$1');
}

/** HTML, which some feeds write into their XML as it is. */
function htmlOf(node: XmlNode, ...names: readonly string[]): string {
  for (const child of names.flatMap((name) => childrenOf(node, name))) {
    const html = child.children.length > 0 ? xhtmlAsHtml(child.inner) : child.text;
    if (html.trim() !== '') return html.trim();
  }
  return '';
}

function channelImage(channel: XmlNode | undefined): string {
  const src = childOf(channel, 'itunes:image')?.attributes['href'] ?? textOf(childOf(channel, 'image'), 'url');
  return src === '' ? '' : `<img src="${escaped(src)}" alt="">`;
}

function rssEntry(item: XmlNode): Entry {
  const guid = childOf(item, 'guid');
  const permalink = guid?.attributes['isPermaLink'] === 'false' ? '' : (guid?.text.trim() ?? '');
  return {
    title: told(item, 'title'),
    link: textOf(item, 'link') || (/^https?:/.test(permalink) ? permalink : ''),
    date: textOf(item, 'pubDate', 'dc:date', 'dcterms:issued', 'a10:updated', 'dcterms:modified'),
    author:
      authorsOf(childrenOf(item, 'dc:creator').map(({ text }) => decoded(text.trim()))) ||
      person(item, 'itunes:author', 'author'),
    body: htmlOf(item, 'content:encoded', 'description', 'itunes:summary', 'dc:description'),
    media: mediaOf(item),
    length: lengthOf(textOf(item, 'itunes:duration')),
  };
}

function atom(feed: XmlNode): string {
  const about = atomHtml(childOf(feed, 'subtitle'));
  const head = { title: atomTitle(feed), link: atomLink(feed), author: atomAuthors(feed), about, body: '' };
  return feedPage(head, childrenOf(feed, 'entry').map(atomEntry), feed.attributes['xml:base']);
}

function atomLink(node: XmlNode): string {
  const links = childrenOf(node, 'link').filter(({ attributes }) => attributes['href'] !== undefined);
  const own = links.find(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate');
  return (own ?? links.find(({ attributes }) => attributes['rel'] !== 'self'))?.attributes['href'] ?? '';
}

function atomEntry(entry: XmlNode): Entry {
  const body = childOf(entry, 'content', 'summary') ?? childOf(childOf(entry, 'media:group'), 'media:description');
  return {
    title: atomTitle(entry),
    link: atomLink(entry),
    // The second and the last are those of Atom 0.3.
    date: textOf(entry, 'published', 'issued', 'updated', 'modified'),
    author: atomAuthors(entry),
    body: atomHtml(body),
    media: mediaOf(entry),
    length: '',
  };
}

function atomAuthors(node: XmlNode): string {
  return authorsOf(childrenOf(node, 'author').map((author) => textOf(author, 'name')));
}

/** Text, HTML or XHTML (RFC 4287, 3.1.1) as HTML. What Atom 0.3 writes as it is may have any type. */
function atomHtml(node: XmlNode | undefined): string {
  if (node === undefined) return '';
  const { type = 'text' } = node.attributes;
  if (type === 'xhtml' || node.children.length > 0) return xhtmlAsHtml(node.inner);
  return /html/.test(type) ? node.text : escaped(node.text);
}

/** Text, or HTML, of which the text is told. */
function atomTitle(node: XmlNode): string {
  const title = childOf(node, 'title');
  const type = title?.attributes['type'] ?? 'text';
  const isMarkup = title !== undefined && title.children.length > 0;
  if (title === undefined || !(isMarkup || type.includes('html'))) return title?.text.trim() ?? '';
  const html = isMarkup || type === 'xhtml' ? title.inner : title.text;
  return decoded(html.replace(/<[^<>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

interface Head {
  readonly title: string;
  readonly link: string;
  /** Whose the feed is: of its metadata, not of entries that name none. */
  readonly author: string;
  /** HTML, as `body` is. */
  readonly about: string;
  readonly body: string;
}

/** Many feeds cut their texts at some length, and a tag that has no end would take what follows with it. */
const CUT_TAG = /<[a-z/!][^<>]*$/i;

export function feedPage({ title, link, author, about, body }: Head, entries: readonly Entry[], base?: string): string {
  const head = `${base === undefined ? '' : `<base href="${escaped(base)}">`}<title>${escaped(title)}</title>${author === '' ? '' : `<meta name="author" content="${escaped(author)}">`}`;
  const articles = entries.map((entry) => {
    const notes = [entry.date, entry.author, entry.length].filter((note) => note !== '').map(escaped);
    const name = entry.title || entry.date || entry.link;
    const heading = entry.link === '' ? escaped(name) : anchor(entry.link, name);
    const body = entry.body.replace(CUT_TAG, '');
    return `<article><h2>${heading}</h2><p>${notes.join(', ')}</p><div>${body}</div>${entry.media.join('')}</article>`;
  });
  const heading = link === '' ? escaped(title) : anchor(link, title);
  return `<!doctype html><head>${head}</head><body><main><h1>${heading}</h1><div>${about.replace(CUT_TAG, '')}</div>${body}${articles.join('')}</main></body>`;
}

function listOf(items: readonly string[]): string {
  return `<!doctype html><body><main>${itemsOf(items)}</main></body>`;
}

function itemsOf(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** A sitemap gives its pages no titles: what an address ends in says most. */
function sitemapEntry(entry: XmlNode): string {
  const address = textOf(entry, 'loc');
  const title =
    textOf(childOf(entry, 'news:news'), 'news:title') || textOf(childOf(entry, 'video:video'), 'video:title');
  const path = /^https?:\/\/[^/]+(\/[^?#]*)/.exec(address)?.[1] ?? address;
  const images = childrenOf(entry, 'image:image').map((image) => medium(textOf(image, 'image:loc'), 'image'));
  return `${anchor(address, title || path)} ${escaped(textOf(entry, 'lastmod'))}${images.join('')}`;
}

function outlines(node: XmlNode): string[] {
  return node.children.flatMap((child) => {
    const { text = '', title, xmlUrl, htmlUrl, url } = child.attributes;
    const called = title || text;
    const links = [xmlUrl, htmlUrl, url].filter((one) => one !== undefined).map((one) => anchor(one, called || one));
    const name = links.length === 0 ? escaped(called) : links.join(' ');
    const below = outlines(child);
    return name === '' ? below : [below.length === 0 ? name : `${name}${itemsOf(below)}`];
  });
}
