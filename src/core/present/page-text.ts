/** The answer of `crawl` for one page as text. */
import type { MetadataItem } from '../extract/metadata-item.js';
import { linkLine } from './link-view.js';
import { mediaLine } from './media-view.js';
import type { Cut, PageView } from './page-fields.js';
import { headLines, type PageHeadValue, scoreLines, UNTRUSTED } from './page-lines.js';
import { targetLine } from './preview-view.js';
import { tableText } from './table-view.js';

export function presentPageView(value: PageHeadValue & PageView, files: readonly string[]): string {
  const lines = [...headLines(value), ...files];
  lines.push(...(value.cut ?? []).map(cutLine));
  if (value.next_cursor !== undefined) lines.push(`For more: next_cursor ${value.next_cursor}`);
  const previewed = Object.entries(value.links?.previewed ?? {}).map(([status, count]) => `${count} ${status}`);
  if (previewed.length > 0) lines.push(`Looked behind links: ${previewed.join(', ')}.`);
  lines.push(...scoreLines(value.score_summary));
  const head = lines.push(UNTRUSTED);
  if (value.metadata !== undefined) lines.push(...metadataLines(value.metadata));
  const content = value.markdown ?? value.text;
  if (content !== undefined && content !== '') lines.push('', '# Content', content);
  for (const type of ['internal', 'external'] as const) {
    const links = value.links?.[type] ?? [];
    if (links.length > 0) lines.push('', `# Links, ${type}`, ...links.map((link) => linkLine(link) + targetLine(link)));
  }
  for (const kind of ['videos', 'audio', 'images'] as const) {
    const items = value.media?.[kind] ?? [];
    if (items.length > 0) lines.push('', `# Media, ${kind}`, ...items.map(mediaLine));
  }
  if ((value.tables ?? []).length > 0) lines.push('', '# Tables');
  for (const table of value.tables ?? []) lines.push(tableText(table, `webloupe://results/${value.result_id}`), '');
  const isHidden = content === '' && (value.hidden_text_removed ?? 0) > 0;
  const why = isHidden ? 'shown on this page: its text is hidden' : 'on this page';
  const isOfTables = value.tables !== undefined && content === undefined;
  const tables = isOfTables ? ' A table that scores below table_score_threshold is taken for layout.' : '';
  if (lines.length === head) lines[head - 1] = `Nothing of what was asked for is ${why}.${tables}`;
  return lines.join('\n');
}

function cutLine({ part, total, offset, returned, unit, too_long, variants, resource }: Cut): string {
  const shown = offset === undefined ? returned : `${offset + 1}-${offset + returned}`;
  const passed = too_long === undefined ? '' : `, ${too_long} too long for this answer`;
  const others = variants === undefined ? '' : `, ${variants} are variants`;
  return `${part}: ${shown} of ${total} ${unit} shown${passed}${others}; whole: ${resource}`;
}

function metadataLines(metadata: MetadataItem): string[] {
  const { og: _og, twitter: _twitter, jsonld_types, facts = [], feeds = [], ...plain } = metadata;
  const lines = Object.entries(plain).map(([key, value]) => `${key}: ${value}`);
  for (const { href, title } of feeds) lines.push(`feed: ${title === '' ? '' : `${title} `}<${href}>`);
  if (jsonld_types !== undefined && jsonld_types.length > 0) lines.push(`JSON-LD: ${jsonld_types.join(', ')}`);
  lines.push(...facts.map((fact) => `fact: ${fact}`));
  return lines;
}
