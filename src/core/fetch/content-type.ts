/** What a Content-Type says of how an answer is to be read. */

const HTML: ReadonlySet<string> = new Set(['', 'text/html', 'application/xhtml+xml']);
/** Types whose body is text for a person or a program. */
const TEXT =
  /^(?:text\/|application\/(?:(?:x-)?(?:javascript|ecmascript|ndjson|toml|yaml)|json|jsonl|xml|[\w.+-]+\+(?:json|xml|yaml))$)/;

/** '' where the header names no type, or something that is none. */
export function essenceOf(contentType: string | undefined): string {
  // A header may hold any byte; a type is printed in warnings and errors.
  const type = (contentType ?? '').split(';', 1)[0]?.replace(/[^!-~]/g, '') ?? '';
  return type.includes('/') ? type.toLowerCase() : '';
}

/** HTML or XHTML; what names no type is taken for it. */
export function isHtml(type: string): boolean {
  return HTML.has(type);
}

/** Text that is no HTML. */
export function isOtherText(type: string): boolean {
  return TEXT.test(type) && !isHtml(type);
}

/** What is neither is not read. */
export function isReadable(type: string): boolean {
  return isHtml(type) || TEXT.test(type);
}
