/**
 * Does this HTML need a browser to become a page? Pure; linear scans of the text, no parser, since it runs before one.
 * Measured on the corpus: at most 5 % of the static pages may be called shells (tests/unit/fetch).
 */

import { type HiddenParts, hiddenParts } from './hidden-parts.js';
import { LOADS } from './loading-words.js';

export interface BrowserNeed {
  readonly needed: boolean;
  readonly reason: string;
}

/** Visible characters under which a page with scripts is looked at closely; navigation alone easily has this many. */
const LITTLE_TEXT_CHARS = 400;
/** A page with more text than this has content of its own whatever its scripts do. */
const OWN_TEXT_CHARS = 1_500;
const FEW_LINKS = 5;
/** Beside navigation, header and footer a page with less text than this has no content yet, if it says so itself. */
const HOLLOW_CHARS = 120;
/** A heading is all that stands there. */
const BARE_CHARS = 20;
/** Characters of HTML looked at; what decides stands at the start or the page is no shell. */
const LOOKED_AT_CHARS = 1_000_000;

/** Elements an application is mounted into: empty on arrival, filled by script. Tags end at the next "<": a tag is read once. */
const MOUNT_TAG = /<(?:div|main|section)\b[^<>]{0,600}>/g;
/** Names that nothing but an application has. */
const APPLICATION =
  'root|app|__next|__nuxt|___gatsby|svelte|q-app|main-app|react-root|storybook-root|app-root|root-app';
const APPLICATION_ID = new RegExp(`\\bid\\s*=\\s*["']?(?:${APPLICATION})(?=["'\\s>])`);
/** And how others begin. */
const MOUNT_ID = new RegExp(`\\bid\\s*=\\s*["']?(?:${APPLICATION}|mount|container|content|main)`);
const NO_CONTENT =
  /\s{0,200}(?:<!--[^<>]{0,200}-->\s{0,200})?(?:<(?:div|span|p)\b[^<>]{0,200}>[^<]{0,40}<\/(?:div|span|p)>\s{0,200})?<\/(?:div|main|section)>/y;
const EMPTY_CUSTOM_ELEMENT =
  /<(app-root|[a-z]{1,30}(?:-[a-z]{1,30}){0,3}-(?:app|root|shell))\b[^<>]{0,300}>[^<]{0,40}<\/\1>/;
/** What stands around the content on every page of a site. */
const SURROUNDING_TAG = /^<(\/?)(?:nav|header|footer|aside)\b/;
const CONTENT_TAG = /^<(?:img|picture|video|audio|iframe|object|embed|form|select|textarea)\b/;
/** Placeholders of what a script has yet to bring. The template is what React leaves for the browser to fill. */
const PLACEHOLDER_TAG =
  /\b(?:class|id)\s{0,5}=\s{0,5}["']?[^"'>]{0,100}\b(?:skeleton|spinner|loader|loading|shimmer)\b|\baria-busy\s{0,5}=\s{0,5}["']?true|\bdata-dgst=/;
const LOADING_TEXT = new RegExp(`\\bloading\\b|\\bplease wait\\b|\\bredirecting\\b|загруз|${LOADS}`);
const JAVASCRIPT = '(?:java ?script|자바스크립트|جافا ?سكري?بت|جاوا ?اسکریپت)';
/** Of English, "interactive" and "capability" hold what other languages say it with. */
const TURN_ON =
  '(?:aktiv|(?<!inter|re)activ|einschalt|einzuschalten|habilit|abilit(?!y|ies)|attiv|inschakel|włącz|povol|zapn|engedélyez|etkin|aç(?:ın|manız)|bật|включ|увімкн|ενεργοποι|启用|啟用|开启|開啟|有効|オンに|활성|사용하도록|تفعيل|تمكين|فعال)';
const SCRIPT_NOTICE = new RegExp(
  '\\b(?:enable|requires?|activate|turn on|without|need)\\b[^<]{0,80}\\bjavascript\\b|\\bjavascript\\b[^<]{0,80}\\b(?:enabled?|required?|disabled|activate|to run|to use)\\b' +
    `|${JAVASCRIPT}[^<]{0,80}${TURN_ON}|${TURN_ON}[^<]{0,80}${JAVASCRIPT}`,
);
/** Where only those read it who have none, the word alone says it in any language. */
const NOSCRIPT_NOTICE = new RegExp(JAVASCRIPT);
const NO_WORDS = /<style\b.*?<\/style|<[^<>]*>/gs;
/** Characters of `noscript` looked at. */
const NOTICE_CHARS = 4_000;
/** What scripts use to build a page; a look at inline code only. */
const BUILDS_PAGE =
  /\.innerhtml\s{0,20}[+=]|document\.write(?:ln)?\(|insertadjacenthtml\(|\.append(?:child)?\(|replacechildren\(|createroot\(|reactdom|createapp\(|new vue\(|hydrate(?:root)?\(|\.mount\(|customelements\.define\(|\.render\(/;
const SENDS_ON = /\blocation(?:\.href)?\s{0,20}=[^=]|\blocation\.(?:replace|assign)\(|\.submit\(\)/;
const TITLE = /<title>([^<]{0,100})/;
/** What firewalls put before a page while a script proves that it runs in a browser; where they speak the visitor's language, with an ellipsis and no more. */
export const CHALLENGE_TITLE =
  /^\s{0,20}(?:just a moment|checking your browser|making sure you.{1,20} not a bot|one moment|please wait|verifying|(?:(?:nur )?einen moment|un instant|un momento|um momento|een (?:moment|ogenblik)(?: geduld)?|cierpliwości|chwileczkę|moment prosím|один момент|подождите|зачекайте|bir dakika lütfen|tunggu sebentar|chờ một chút|请稍候|請稍候|しばらくお待ちください|잠시만 기다(?:리십시오|려 주세요)|لحظة)\s{0,3}(?:…|\.{3})\s{0,20}$)/i;

/** What stands there is seen once a browser made a shadow root of it. */
const SHADOW_ROOT = /<template\s[^<>]{0,200}\bshadowrootmode\b/;

/** What firewalls answer to clients that are no browsers. 429 asks for fewer requests, not for another one. */
const REFUSING: ReadonlySet<number> = new Set([403, 406]);

/** Counts of the whole, and of what stands beside navigation, headers and footers, as far as it is hollow. */
interface Scanned {
  visibleChars: number;
  links: number;
  inlineScript: string;
  noscript: string;
  externalScripts: number;
  beside: { chars: number; links: number; text: string; hasContent: boolean; hasPlaceholder: boolean };
}

/** Characters of a tag looked at. */
const TAG_CHARS = 500;

/** Splits lower-cased HTML into text a person sees and script, by one pass over its tags. @param hidden what is in these is left out */
function scan(html: string, hidden?: HiddenParts): Scanned {
  const beside = { chars: 0, links: 0, text: '', hasContent: false, hasPlaceholder: false };
  const found: Scanned = { visibleChars: 0, links: 0, inlineScript: '', noscript: '', externalScripts: 0, beside };
  const inline: string[] = [];
  let surroundings = 0;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const text = html.slice(at, open === -1 ? html.length : open);
    const chars = hidden?.isIn() === true ? 0 : visibleLength(text);
    found.visibleChars += chars;
    if (surroundings === 0) {
      beside.chars += chars;
      if (chars > 0 && beside.chars < HOLLOW_CHARS) beside.text += ` ${text}`;
    }
    if (open === -1) break;
    const raw = /^<(script|style|noscript|template|svg|title)\b/.exec(html.slice(open, open + 12))?.[1];
    if (raw === undefined) {
      at = html.startsWith('<!--', open) ? after(html, '-->', open + 4) : after(html, '>', open + 1);
      const tag = html.slice(open, Math.min(at, open + TAG_CHARS));
      if (hidden?.holds(tag) === true) continue;
      const sides = SURROUNDING_TAG.exec(tag.slice(0, 10));
      if (sides !== null) surroundings = Math.max(0, surroundings + (sides[1] === '/' ? -1 : 1));
      if (tag.startsWith('<body') && SENDS_ON.test(tag)) inline.push(tag);
      noteTag(tag, found, surroundings === 0);
      continue;
    }
    const tagEnd = after(html, '>', open + 1);
    const close = before(html, `</${raw}`, tagEnd);
    const tag = html.slice(open, tagEnd);
    if (raw === 'script') {
      if (/\bsrc\s*=/.test(tag)) found.externalScripts++;
      else if (!/\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?:template|x-))/.test(tag))
        inline.push(html.slice(tagEnd, close));
    }
    if (raw === 'template' || raw === 'svg') noteTag(tag, found, surroundings === 0);
    if (raw === 'noscript' && found.noscript.length < NOTICE_CHARS)
      found.noscript += html.slice(tagEnd, Math.min(close, tagEnd + NOTICE_CHARS));
    // Of these only a drawing may end with its own tag.
    if (raw === 'svg' && tag.endsWith('/>')) at = tagEnd;
    else at = close === html.length ? close : after(html, '>', close + 2);
  }
  found.inlineScript = inline.join('\n');
  // A header that never ends holds the page itself.
  if (surroundings > 0) Object.assign(beside, { chars: found.visibleChars, links: found.links });
  return found;
}

function noteTag(tag: string, found: Scanned, isBeside: boolean): void {
  const isLink = tag.startsWith('<a') && /^<a\s[^>]*?\bhref\s{0,20}=/.test(tag);
  if (isLink) found.links++;
  const { beside } = found;
  // Of a page that has content it is all the same.
  if (!isBeside || beside.chars >= HOLLOW_CHARS) return;
  if (isLink) beside.links++;
  beside.hasContent ||= CONTENT_TAG.test(tag);
  beside.hasPlaceholder ||= PLACEHOLDER_TAG.test(tag);
}

function visibleLength(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 32) count++;
  return count;
}

function after(html: string, what: string, from: number): number {
  const at = html.indexOf(what, from);
  return at === -1 ? html.length : at + what.length;
}

function before(html: string, what: string, from: number): number {
  const at = html.indexOf(what, from);
  return at === -1 ? html.length : at;
}

function hasEmptyMount(html: string, id: RegExp): boolean {
  for (const tag of html.matchAll(MOUNT_TAG)) {
    if (!id.test(tag[0])) continue;
    NO_CONTENT.lastIndex = tag.index + tag[0].length;
    if (NO_CONTENT.test(html)) return true;
  }
  return false;
}

const no = (reason: string): BrowserNeed => ({ needed: false, reason });
const yes = (reason: string): BrowserNeed => ({ needed: true, reason });

/** Beside navigation, headers and footers. */
function hasLittle({ beside }: Scanned): boolean {
  return beside.chars < HOLLOW_CHARS && beside.links <= FEW_LINKS;
}

/** Whether HTML answered with `status` is only the shell of a page that a script builds, and why. */
export function needsBrowser(html: string, status: number): BrowserNeed {
  const looked = html.slice(0, LOOKED_AT_CHARS).toLowerCase();
  const found = scan(looked);
  const { visibleChars, links, inlineScript, noscript, externalScripts, beside } = found;
  const isHollow = hasLittle(found);
  const noscriptSays = NOSCRIPT_NOTICE.test(noscript.replace(NO_WORDS, ' '));
  const saysSo = noscriptSays || SCRIPT_NOTICE.test(beside.text);
  // Dialogs and parts that a script is to show are all the text of a dashboard.
  if (saysSo && !isHollow && externalScripts > 0 && hasLittle(scan(looked, hiddenParts())))
    return yes('the page says that it needs JavaScript');
  if (visibleChars >= OWN_TEXT_CHARS && !isHollow) return no('the HTML has text of its own');
  // Behind a million characters of data that nobody sees stand the scripts that show it.
  const seenScripts = externalScripts > 0 || inlineScript !== '';
  const hasScripts = seenScripts || html.length > LOOKED_AT_CHARS;
  if (CHALLENGE_TITLE.test(TITLE.exec(looked)?.[1] ?? '') && (hasScripts || status >= 400))
    return yes(`the server answered ${status} with a script challenge`);
  if (REFUSING.has(status)) return yes(`the server answered ${status} to a client that is no browser`);
  if (isHollow && SHADOW_ROOT.test(looked)) return yes('the HTML has its content in shadow roots');
  if (!hasScripts) return no('the HTML has no scripts');
  const hasCustom = EMPTY_CUSTOM_ELEMENT.test(looked);
  const isEmpty = hasCustom || hasEmptyMount(looked, MOUNT_ID);
  if (isEmpty && (links <= FEW_LINKS || isHollow)) return yes('the HTML is an empty application shell');
  if (visibleChars < OWN_TEXT_CHARS && (hasCustom || hasEmptyMount(looked, APPLICATION_ID)))
    return yes('the HTML has an empty application in it, and little else');
  if (isHollow && (beside.hasPlaceholder || LOADING_TEXT.test(beside.text)))
    return yes('the HTML has placeholders for what a script brings');
  if (isHollow && saysSo) return yes('the page says that it needs JavaScript');
  if (isHollow && beside.chars < BARE_CHARS && !beside.hasContent && beside.links === 0)
    return yes(
      seenScripts
        ? 'the HTML has scripts and nothing beside its navigation'
        : 'the HTML shows nothing in its first million characters',
    );
  if (visibleChars >= LITTLE_TEXT_CHARS || links > FEW_LINKS) return no('the HTML has text and links of its own');
  if (noscriptSays) return yes('the page says that it needs JavaScript');
  if (BUILDS_PAGE.test(inlineScript)) return yes('the HTML is almost empty and its script builds the page');
  if (visibleChars < LITTLE_TEXT_CHARS / 2 && SENDS_ON.test(inlineScript))
    return yes('the HTML is almost empty and its script leads to another page');
  if (visibleChars < LITTLE_TEXT_CHARS / 2 && links === 0 && externalScripts > 0)
    return yes('the HTML has scripts, no links and almost no text');
  return no('the HTML is short but complete');
}
