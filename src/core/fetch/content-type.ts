/** What a Content-Type, or the first bytes in its place, say of how an answer is to be read. */

const XHTML = 'application/xhtml+xml';
const HTML: ReadonlySet<string> = new Set(['', 'text/html', XHTML]);
/** Types whose body is text for a person or a program. */
const TEXT =
  /^(?:text\/|application\/(?:(?:x-)?(?:javascript|ecmascript|ndjson|toml|yaml)|json|jsonl|xml|[\w.+-]+\+(?:json|xml|yaml))$)/;

/** As servers write it: some leave out the semicolon before a parameter. No name is longer (RFC 6838, section 4.2). */
const ESSENCE = /^\s*([\w!#$&^.+*-]{1,127}\/[\w!#$&^.+*-]{1,127})/;
/** Types that stand for none (MIME Sniffing standard, section 7). */
const UNKNOWN: ReadonlySet<string> = new Set(['unknown/unknown', 'application/unknown', '*/*']);

/** '' where the header names no type, or something that is none. Of several the last counts, as in browsers. */
export function essenceOf(contentType = ''): string {
  const types = contentType.split(',').flatMap((value) => ESSENCE.exec(value)?.[1] ?? []);
  const type = types.at(-1)?.toLowerCase() ?? '';
  return UNKNOWN.has(type) ? '' : type;
}

/** HTML or XHTML; what names no type is taken for it. */
export function isHtml(type: string): boolean {
  return HTML.has(type);
}

/** HTML that is to be read as XML is. */
export function isXhtml(type: string): boolean {
  return type === XHTML;
}

/** Text that is no HTML. */
export function isOtherText(type: string): boolean {
  return TEXT.test(type) && !isHtml(type);
}

/** What is neither is not read. */
export function isReadable(type: string): boolean {
  return isHtml(type) || TEXT.test(type);
}

/** What pages without a Content-Type turn out to be (MIME Sniffing standard, section 7.1), and files that are called text. */
const SIGNATURES: readonly (readonly [type: string, start: RegExp])[] = [
  ['application/pdf', /^%PDF-/],
  ['image/png', /^\x89PNG/],
  ['image/gif', /^GIF8[79]a/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['application/zip', /^PK\x03\x04/],
  ['application/gzip', /^\x1f\x8b\x08/],
];

/** The type of a file by its first bytes; `named` where they tell of no other: only what its server gives no type may be none of these. */
export function sniffed(bytes: Uint8Array, named: string): string {
  const start = Buffer.from(bytes.subarray(0, SNIFFED_BYTES)).toString('latin1');
  const known = SIGNATURES.find(([, signature]) => signature.test(start))?.[0];
  return known ?? (named === '' && !TEXT_START.test(start) && BINARY.test(start) ? 'application/octet-stream' : named);
}
/** As the standard has it, section 5.2; and bytes that no text has, section 3. */
const SNIFFED_BYTES = 1445;
const BINARY = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/;
/** A tag, in UTF-16 too, or its mark. */
const TEXT_START = /^(?:\s*<|\0<|\xfe\xff|\xff\xfe)/;

const MARKDOWN = /^text\/(?:x-)?markdown$/;
/** Files that many servers call plain text; llms.txt is Markdown by its own description. */
const MARKDOWN_PATH = /(?:\.(?:md|mdx|mdown|markdown)|\/llms(?:-\w+)?\.txt)$/i;

export function isMarkdown(type: string, url: string): boolean {
  return MARKDOWN.test(type) || (type === 'text/plain' && MARKDOWN_PATH.test(new URL(url).pathname));
}
