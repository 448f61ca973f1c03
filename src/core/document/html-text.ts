/** Text as HTML. */

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function hasScript(html: string): boolean {
  return /<script\b/i.test(html);
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => REFERENCES[sign] ?? sign);
}

export function anchor(href: string, text: string): string {
  return `<a href="${escaped(href)}">${escaped(text)}</a>`;
}
