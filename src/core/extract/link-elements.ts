/** Which elements are links, and where they lead. */
import type { ElementNode } from '../document/tree.js';
import { looksLikeImageUrl } from './image-format.js';

/** What custom elements load by an `href` rather than lead to. */
const LOADED = /\.(?:css|m?js|json)(?:[?#]|$)/i;

/**
 * The address of `a`, `area` and SVG's `a`, and of a custom element: those make a link of their `href` in a shadow root
 * (`<sl-button href>`, `<ion-item href>`), or by a script.
 */
export function hrefOf(element: ElementNode): string | undefined {
  const { name, attributes, svg } = element;
  if (name === 'a' || name === 'area') return attributes['href'] ?? (svg ? attributes['xlink:href'] : undefined);
  if (!name.includes('-') || svg) return undefined;
  const { href } = attributes;
  return href === undefined || href.trim() === '' || LOADED.test(href) || looksLikeImageUrl(href) ? undefined : href;
}

/** A link by its script; in it may stand the anchor that the script made. */
export function isCustomLink(element: ElementNode): boolean {
  return element.name.includes('-') && hrefOf(element) !== undefined;
}
