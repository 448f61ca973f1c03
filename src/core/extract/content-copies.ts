/** The copies that carousels put before and behind their slides, so that they go round. */
import { type DocumentNode, type ElementNode, NO_ATTRIBUTES } from '../document/tree.js';

/** Each says so in its class: slick-cloned, splide__slide--clone, swiper-slide-duplicate, owl-item cloned. */
const COPY = /(?:^|[\s_-])(?:cloned?|duplicate)(?=\s|$)/i;

/** What is compared of a slide, and how many slides: a page has a few hundred at most. */
const CHARS_MAX = 500;
const NODES_MAX = 1_000;
const SLIDES_MAX = 2_000;

/** Whether the element is such a copy: the slide itself stands beside it, with the same words. */
export function repeatsSlide(): (element: ElementNode) => boolean {
  const slides = new Map<ElementNode, ReadonlySet<string>>();
  let compared = 0;
  const wordsOf = (slide: ElementNode) => `${slide.name} ${startOf(slide)}`;
  const beside = (parent: ElementNode): ReadonlySet<string> => {
    const known = slides.get(parent);
    if (known !== undefined) return known;
    const words = new Set<string>();
    for (const child of parent.children) {
      if (child.kind === 'text' || isMarked(child)) continue;
      if (++compared > SLIDES_MAX) break;
      words.add(wordsOf(child));
    }
    slides.set(parent, words);
    return words;
  };
  return (element) => {
    if (!isMarked(element) || element.parent === undefined || ++compared > SLIDES_MAX) return false;
    return beside(element.parent).has(wordsOf(element));
  };
}

function isMarked({ attributes }: ElementNode): boolean {
  return attributes !== NO_ATTRIBUTES && COPY.test(attributes['class'] ?? '');
}

/** Its first words, without the spaces between them, and where its links lead. */
function startOf(slide: ElementNode): string {
  let text = '';
  const open: DocumentNode[] = [slide];
  let room = NODES_MAX;
  for (let node = open.pop(); node !== undefined && text.length < CHARS_MAX; node = open.pop()) {
    if (node.kind === 'text') text += node.text.slice(0, CHARS_MAX).replace(/\s+/g, '');
    else {
      text += node.attributes['href'] ?? '';
      const children = node.children.slice(0, room);
      room -= children.length;
      open.push(...children.reverse());
    }
  }
  return text;
}
