/** The day beside a page's title that no name says anything of: taken for the page's where nothing else tells it. */
import { type ElementNode, HEADING } from '../document/tree.js';
import type { ShownFacts } from './shown-facts.js';
import { isInline, lineBelow } from './visible-text.js';

/** Empty for one that is not that of the page. */
export interface ShownDay {
  readonly value: string;
  readonly order: number;
}

/** How many elements before and behind a title its day may stand; another day within as many is one of several posts, or the end of an event. */
const DAY_BEFORE_MAX = 10;
const DAY_BEHIND_MAX = 15;
const OTHER_DAYS_WITHIN = 60;
export const DAYS_MAX = 20;
/** The first page of the Web: an earlier day is what the page tells of. */
const FIRST_DAY = Date.UTC(1991, 7, 6);

/** The one day beside the title of a page, as many blogs have it with no name: the day of the page, unless it is yet to come. */
export function titleDay({ title, partBeforeTitle, days }: ShownFacts): string | undefined {
  const near = days.filter(({ value, order }) => value !== '' && Math.abs(order - title) <= OTHER_DAYS_WITHIN);
  const [day] = near;
  if (title === 0 || day === undefined || near.some(({ value }) => value !== day.value)) return undefined;
  const isBeside = near.some(({ order }) =>
    order < title ? title - order <= DAY_BEFORE_MAX && order > partBeforeTitle : order - title <= DAY_BEHIND_MAX,
  );
  const time = Date.parse(day.value);
  return isBeside && time >= FIRST_DAY && time <= Date.now() ? day.value : undefined;
}

/** As the day of a page's last change is called. */
const CHANGED = new RegExp(
  'updat|modif|revis|\\bedited|\\breview|aktuali[sz]|geändert|mise? à jour|actualiz|atualiz|aggiorn|bijgewerkt|обновл|更新|修改' +
    '|[uo]pp?dater|ändra[dt]|endret|ændret|zmian|zmieni|změn|päivite|muokat|güncelle|frissít|módosít|수정|갱신',
  'i',
);
/** Boxes around a day, and nodes before each: white space may stand between. */
const LEVELS = 3;
const NODES_BEFORE_MAX = 2;
const NAME_CHARS_MAX = 100;
/** What a term or a column names is a day of what the page is about. */
const NAMED: ReadonlySet<string> = new Set(['dd', 'td']);
/** Longer paragraphs are prose, and tell of the day. */
const LINE_CHARS_MAX = 150;

/** Not that of a change, as `Updated: <time>` or `<b>Updated</b> <time>`, nor one that a text tells of. */
export function mayBeOfPage(element: ElementNode): boolean {
  let at = element;
  for (let level = 0; level < LEVELS; level++) {
    const { parent } = at;
    if (CHANGED.test(at.attributes['class'] ?? '') || (isInline(at.name) && saysChanged(at))) return false;
    if (parent === undefined) break;
    if (NAMED.has(parent.name) || (parent.name === 'p' && lineBelow(parent).length > LINE_CHARS_MAX)) return false;
    at = parent;
  }
  return true;
}

/** Whether what stands right before in the line says that the day is that of a change; a title may have the word for another reason. */
function saysChanged(element: ElementNode): boolean {
  const siblings = element.parent?.children ?? [];
  const at = siblings.indexOf(element);
  return siblings.slice(Math.max(0, at - NODES_BEFORE_MAX), at).some((node) => {
    const text = node.kind === 'text' || HEADING.test(node.name) ? node : node.children[0];
    return text?.kind === 'text' && CHANGED.test(text.text.slice(-NAME_CHARS_MAX));
  });
}
