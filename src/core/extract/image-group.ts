/** What an element, or the metadata, says of an image: shared by all addresses that it names. */
import type { Position } from '../document/walk.js';
import type { PixelSize } from './image-format.js';
import type { Description, Place } from './surroundings.js';

/** One element (or one Open Graph image) and all addresses it names. */
export interface ImageGroup {
  alt: string;
  /** Of the element, in CSS pixels. */
  size: PixelSize;
  /** Class and id, for the words in them. */
  names: string;
  /** Undefined for what only metadata names. */
  place: Place | undefined;
  region: Position['region'];
  hidden: boolean;
  inNoscript: boolean;
  inPicture: boolean;
  representsPage: boolean;
  /** It has lazy variants: what stands in `src` is there until they are loaded. */
  lazy: boolean;
  id: number | undefined;
  description: Description | 'none' | undefined;
}

/** A group as metadata names it: no element, no place. */
export function imageGroup(alt: string, size: PixelSize): ImageGroup {
  return {
    alt,
    size,
    names: '',
    place: undefined,
    region: 'other',
    hidden: false,
    inNoscript: false,
    inPicture: false,
    representsPage: false,
    lazy: false,
    id: undefined,
    description: undefined,
  };
}
