/**
 * Whether an element's own attributes hide it from a person. Over HTTP only attributes and inline style can be judged;
 * for rendered pages the browser marks what computed style hides (`HIDDEN_MARK`).
 */
import { copyOf } from '../copy-of.js';
import { HIDDEN_MARK } from '../fetch/hidden-script.js';
import { PANEL } from '../fetch/panel-script.js';
import { ROLE, SIGHT } from './names.js';
import { type ElementNode, findBelow } from './tree.js';

/** Farther than this from the screen's edge no person scrolls. */
const OFF_SCREEN_PX = 900;
/** For margins and transforms: by less than this sliders move their strip of pictures, which a person brings back. */
const STRIP_PX = 5_000;
/** What is fainter nobody sees, and what is smaller nobody reads. */
const OPACITY_MIN = 0.05;
const FONT_PX_MIN = 4;

/** What an element says of itself and all below it; `undefined` leaves the ancestors' word standing. */
export interface Sight {
  /** Nothing below can be seen again. */
  readonly gone: boolean;
  /** `visibility`, which a descendant can set back. */
  readonly invisible: boolean | undefined;
  /** `font-size` of next to nothing, which a descendant can set back. */
  readonly tiny: boolean | undefined;
  /** A `color` of none, which a descendant can set back; what is no text is seen all the same. */
  readonly clear: boolean | undefined;
}

const INHERITED: Sight = { gone: false, invisible: undefined, tiny: undefined, clear: undefined };
const GONE: Sight = { gone: true, invisible: undefined, tiny: undefined, clear: undefined };

/** @param rendered a browser serialised it: what pops up may be open, and is marked where it is not */
export function sightOf(element: ElementNode, rendered: boolean): Sight {
  if (!(element.marks & SIGHT)) return element.name === 'dialog' ? GONE : INHERITED;
  const { attributes } = element;
  if (attributes[HIDDEN_MARK] !== undefined) return GONE;
  // A page that is hidden as a whole is so until a script has run.
  const isWhole = element.name === 'body' || element.name === 'html';
  if (attributes['hidden'] !== undefined) return isWhole ? INHERITED : GONE;
  if (element.name === 'dialog' && attributes['open'] === undefined) return GONE;
  if (!rendered && attributes['popover'] !== undefined) return GONE;
  const style = element.name === 'mjx-assistive-mml' ? attributes['style']?.replace(CLIP, '') : attributes['style'];
  const sight = style === undefined || style.length < STYLE_CHARS_MIN ? INHERITED : sightOfStyle(style);
  return isWhole ? { ...sight, gone: false, invisible: undefined } : sight;
}

/**
 * Whether an element that is hidden is a tab or an answer (ARIA authoring practices), or what a search in the page opens. What is named
 * by its own heading is a window (settings, chat): the name of an answer is what opens it, and stands outside.
 */
export function isPanel(element: ElementNode): boolean {
  const { attributes, marks } = element;
  const mark = attributes[HIDDEN_MARK];
  if (mark !== undefined) return mark === PANEL;
  if (attributes['hidden'] === 'until-found') return true;
  if (!(marks & ROLE)) return false;
  const { role, 'aria-labelledby': label } = attributes;
  if (role !== 'region' || label === undefined) return role === 'tabpanel';
  return findBelow(element, (below) => below.attributes['id'] === label, NAME_NODES_MAX) === undefined;
}
/** The name of a window is at its beginning. */
const NAME_NODES_MAX = 50;

/** "clip:…" and "top:-…" are the shortest that can hide anything. */
const STYLE_CHARS_MIN = 6;

/** MathJax clips away what it writes for readers of screens: the formula that its drawing shows without words. */
const CLIP = /\bclip\s*:[^;]{0,100}/gi;

/** A cheap look: only these words can hide anything, and nearly no style has one. */
const MAYBE_HIDING =
  /display|visibility|opacity|font|height|width|left|right|top|text-indent|clip|transform|translate|scale|margin|color/i;

const memo = new Map<string, Sight>();
/** Pages repeat few styles many times. */
const MEMO_MAX = 500;
const MEMO_STYLE_CHARS_MAX = 300;

function sightOfStyle(style: string): Sight {
  const known = memo.get(style);
  if (known !== undefined) return known;
  const answer = MAYBE_HIDING.test(style) ? judge(declarations(style)) : INHERITED;
  if (memo.size >= MEMO_MAX) memo.clear();
  if (style.length <= MEMO_STYLE_CHARS_MAX) memo.set(copyOf(style), answer);
  return answer;
}

/** Inline style as a map. The last declaration of a property wins unless an earlier one is `!important`. */
function declarations(style: string): Map<string, string> {
  const found = new Map<string, string>();
  const important = new Set<string>();
  for (const declaration of withoutComments(style).split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 1) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    const isImportant = value.endsWith('important') && value.includes('!');
    if (isImportant) important.add(name);
    else if (important.has(name)) continue;
    found.set(name, (isImportant ? value.slice(0, value.lastIndexOf('!')).trimEnd() : value).toLowerCase());
  }
  return found;
}

function withoutComments(style: string): string {
  let rest = style;
  let plain = '';
  for (let start = rest.indexOf('/*'); start >= 0; start = rest.indexOf('/*')) {
    plain += rest.slice(0, start);
    const end = rest.indexOf('*/', start + 2);
    rest = end < 0 ? '' : rest.slice(end + 2);
  }
  return plain + rest;
}

function judge(style: Map<string, string>): Sight {
  if (style.get('display') === 'none' || style.get('content-visibility') === 'hidden') return GONE;
  if (isTransparent(style) || isZeroSize(style) || isOffScreen(style) || isClippedAway(style)) return GONE;
  const visibility = style.get('visibility');
  const fontSize = style.get('font-size') ?? SIZE_IN_FONT.exec(style.get('font') ?? '')?.[1];
  const colour = style.get('-webkit-text-fill-color') ?? style.get('color');
  if (visibility === undefined && fontSize === undefined && colour === undefined) return INHERITED;
  return {
    gone: false,
    invisible: isInvisible(visibility),
    tiny: isTiny(fontSize),
    clear: colour === undefined || colour === 'inherit' ? undefined : CLEAR.test(colour) && !isDrawn(style),
  };
}

/** `inherit`, and what is no value, leave the ancestors' word standing. */
function isInvisible(visibility: string | undefined): boolean | undefined {
  if (visibility === 'hidden' || visibility === 'collapse') return true;
  return visibility === 'visible' || visibility === 'initial' ? false : undefined;
}

/** Of `font: bold 0/0 a`; a number without a unit is a weight. */
const SIZE_IN_FONT = /(?:^|\s)(0|[\d.]+(?:px|pt|r?em|ex|ch|%))(?=\s|\/)/;

/** A share of the ancestors' size: of nothing it is nothing. */
const RELATIVE_SIZE = /^(?:inherit|unset|revert|revert-layer|smaller|larger|[\d.+]+(?:em|ex|ch|%))$/;

function isTiny(fontSize: string | undefined): boolean | undefined {
  if (isZero(fontSize) || isBelow(fontSize, /^([\d.]+)px$/, FONT_PX_MIN)) return true;
  return fontSize === undefined || RELATIVE_SIZE.test(fontSize) ? undefined : false;
}

/** The alpha, never the blue: behind three commas or a slash (CSS Color 4, 5.1). */
const CLEAR =
  /^(?:transparent|#[\da-f]{3}0|#[\da-f]{6}00|(?:rgb|hsl)a?\((?:(?:[^,/()]{1,40},){3}|[^,/()]{1,120}\/)\s*(?:0(?:\.0*)?|\.0+)%?\s*\))$/;

/** Text without a colour of its own that its shadow, its outline or its background shows, or that is to get one. */
function isDrawn(style: Map<string, string>): boolean {
  for (const [name, value] of style)
    if (/^text-shadow$|text-stroke|background-clip|transition|animation/.test(name) && value !== 'none') return true;
  return / text\b/.test(` ${style.get('background')}`);
}

function isZero(value: string | undefined): boolean {
  return value !== undefined && /^[+-]?0*(?:\.0*)?(?:px|em|rem|%|pt|vw|vh)?$/.test(value) && value.includes('0');
}

/** @param number finds the number and, behind it, the sign of percent where there is one */
function isBelow(value: string | undefined, number: RegExp, least: number): boolean {
  const match = number.exec(value ?? '');
  return match !== null && Number(match[1]) / (match[2] === '%' ? 100 : 1) < least;
}

/** Elements that are to fade, grow or slide in start so, and a person sees them a moment later. */
function isTransparent(style: Map<string, string>): boolean {
  const isFaint =
    isBelow(style.get('opacity'), /^(-?[\d.]+)(%?)$/, OPACITY_MIN) ||
    isBelow(style.get('filter'), /^opacity\(([\d.]+)(%?)\)$/, OPACITY_MIN);
  const isPoint = /scale(?:3d|x|y)?\(0(?:\.0+)?[,)]/.test(style.get('transform') ?? '') || isZero(style.get('scale'));
  if (!isFaint && !isPoint) return false;
  for (const name of style.keys())
    if (/transition|animation|will-change/.test(name) || (name.includes('transform') && !isPoint)) return false;
  return true;
}

function isZeroSize(style: Map<string, string>): boolean {
  const clips = /hidden|clip/.test(`${style.get('overflow')} ${style.get('overflow-x')} ${style.get('overflow-y')}`);
  const tiny = (value: string | undefined) => isZero(value) || value === '1px';
  if (!clips || hasOwnRoom(style)) return false;
  const height = style.get('height') ?? style.get('max-height');
  const width = style.get('width') ?? style.get('max-width');
  return isZero(height) || isZero(width) || (tiny(height) && tiny(width));
}

/** Boxes that keep a ratio have no height but a padding; others a least size. */
function hasOwnRoom(style: Map<string, string>): boolean {
  for (const [name, value] of style) if (/^(?:padding|min-)/.test(name) && !isZero(value)) return true;
  return false;
}

function isOffScreen(style: Map<string, string>): boolean {
  const far = (value: string | undefined, least = OFF_SCREEN_PX) => {
    const match = /^-(\d+(?:\.\d+)?)(px|em|rem|%|vw|vh|pt)$/.exec(value ?? '');
    if (match === null) return false;
    const perUnit = match[2] === 'px' || match[2] === 'pt' ? 1 : match[2] === 'em' || match[2] === 'rem' ? 16 : 10;
    return Number(match[1]) * perUnit >= least;
  };
  if (far(style.get('text-indent'))) return true;
  const moved = /translate(?:3d|x|y)?\((-[^),]+)/.exec(style.get('transform') ?? '')?.[1];
  const shifted = style.get('translate')?.split(/\s/, 1)[0];
  const moves = [style.get('margin-left'), style.get('margin-top'), moved, shifted];
  const position = style.get('position');
  if (position === 'relative') moves.push(style.get('left'), style.get('top'));
  if (moves.some((value) => far(value, STRIP_PX))) return true;
  if (position !== 'absolute' && position !== 'fixed') return false;
  return far(style.get('left')) || far(style.get('top')) || far(style.get('right'));
}

function isClippedAway(style: Map<string, string>): boolean {
  const clip = style.get('clip');
  if (clip !== undefined && /^(?:absolute|fixed)$/.test(style.get('position') ?? '')) {
    if (/^rect\(\s*([01](?:px)?)[\s,]+\1[\s,]+\1[\s,]+\1\s*\)$/.test(clip)) return true;
  }
  return /^(?:inset\((?:50|100)%\)|circle\(0)/.test(style.get('clip-path') ?? '');
}
