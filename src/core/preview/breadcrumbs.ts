/** What a page is a part of, as it says itself above its content: the names of its chapter, its category, its shelf. */
import { type ElementNode, isLink } from '../document/tree.js';
import type { Visitor } from '../document/walk.js';

/** "breadcrumb", "bread-crumbs", "crumbs"; no crumble. Labels are in the language of the page. */
const CRUMBS =
  /crumbs?(?![a-z])|fil d.ariane|brotkrüm|brotkrum|migas de pan|kruimelpad|okruszk|крошки|パンくず|面包屑|麵包屑|이동 경로|مسار التنقل/i;
/** Text behind a link. A slash may stand anywhere, and ">" in code, right behind its word. */
const SEPARATOR = /^\s*(?:[»›→≫▸▶⟩＞〉❯]|\/\s*$)|^\s+>/;
/** What holds more links is the page, or a menu, of which a class says that there are breadcrumbs in it. */
const CRUMBS_MAX = 12;
const CHARS_MAX = 500;

/** Marked as such (class, id, label), or links parted by "»" and the like before the first heading; else `<link rel="up" title>`. */
export function breadcrumbsVisitor(): Visitor & { result(): string } {
  const crumbs: string[] = [];
  let marked: { readonly element: ElementNode; readonly texts: string[] } | undefined;
  let up = '';
  let link: string | undefined;
  let isInLink = false;
  let isBelow = false;

  const end = () => {
    if (marked !== undefined && marked.texts.length <= CRUMBS_MAX) crumbs.push(...marked.texts);
    marked = undefined;
  };

  return {
    enter(element) {
      if (element.name === 'link') up ||= upOf(element);
      else if (isLink(element)) {
        isInLink = true;
        link = '';
      } else if (element.name === 'h1') isBelow = true;
      if (marked === undefined && isMarked(element)) marked = { element, texts: [] };
    },
    text({ text }, at) {
      if (at.hidden || at.inNoscript) return;
      if (isInLink) link += text;
      else if (link !== undefined && text.trim() !== '') {
        if (!isBelow && marked === undefined && SEPARATOR.test(text)) crumbs.push(link);
        link = undefined;
      }
    },
    leave(element) {
      if (isLink(element)) {
        isInLink = false;
        if (marked !== undefined && link !== undefined) marked.texts.push(link);
      }
      if (element === marked?.element) end();
    },
    result() {
      end();
      return (crumbs.length === 0 ? up : [...new Set(crumbs.slice(0, CRUMBS_MAX))].join(' '))
        .replace(/\s+/g, ' ')
        .slice(0, CHARS_MAX);
    },
  };
}

function isMarked({ name, attributes }: ElementNode): boolean {
  if (name === 'body' || name === 'html') return false;
  const { class: classes, id, 'aria-label': label } = attributes;
  return [classes, id, label].some((value) => value !== undefined && CRUMBS.test(value));
}

/** HTML 4.01, appendix; manuals made with DocBook, Texinfo and the like have it. */
function upOf({ attributes }: ElementNode): string {
  const isUp = attributes['rel']?.toLowerCase().split(/\s+/).includes('up') === true;
  return isUp ? (attributes['title'] ?? '') : '';
}
