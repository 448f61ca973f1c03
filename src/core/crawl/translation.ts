/** Whether a link leads to a page in another language than the one it stands on. Pure; knows languages, not sites. */

const TAG = /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i;
const PARAMETER = /^(?:hl|lang|language|locale)$/i;
/** `/de/…`, `/docs/de/…`, `/docs/1.2/de/…` */
const SEGMENTS_MAX = 3;
/** A switch names a language and little else. */
const TEXT_CHARS_MAX = 40;

const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

interface Placed {
  readonly language: string;
  /** The address without it. */
  readonly rest: string;
}

/**
 * By the language that both addresses name, where they are otherwise the same; or by a text that is a language's name
 * where the address names it too.
 */
export function isTranslation(url: URL, text: string, page: URL): boolean {
  const there = languageIn(url);
  if (there === undefined) return false;
  const here = languageIn(page);
  if (there.language === here?.language) return false;
  return there.rest === here?.rest || isNameOf(text, there.language);
}

/** Where an address names a language, and which. */
function languageIn(url: URL): Placed | undefined {
  const labels = url.hostname.split('.');
  const segments = url.pathname.split('/').slice(1);
  const query = [...url.searchParams];
  const told = (host: readonly string[], path: readonly string[], pairs: readonly string[][]) =>
    JSON.stringify([host, path, pairs]);
  const ofLabel = labels.length > 2 ? languageOf(labels[0] ?? '') : undefined;
  if (ofLabel !== undefined) return { language: ofLabel, rest: told(labels.slice(1), segments, query) };
  for (const [i, segment] of segments.slice(0, SEGMENTS_MAX).entries()) {
    const language = languageOf(segment);
    if (language !== undefined) return { language, rest: told(labels, segments.toSpliced(i, 1), query) };
  }
  for (const [i, [name, value]] of query.entries()) {
    const language = PARAMETER.test(name) ? languageOf(value) : undefined;
    if (language !== undefined) return { language, rest: told(labels, segments, query.toSpliced(i, 1)) };
  }
  return undefined;
}

/** The language of a tag such as `pt` or `pt-br`; undefined for two letters that are none. */
function languageOf(tag: string): string | undefined {
  if (!TAG.test(tag)) return undefined;
  const language = tag.slice(0, 2).toLowerCase();
  return english.of(language) === undefined ? undefined : tag.toLowerCase().replace('_', '-');
}

function isNameOf(text: string, tag: string): boolean {
  const said = text.trim().toLowerCase();
  if (said.length > TEXT_CHARS_MAX) return false;
  const language = tag.slice(0, 2);
  return said === tag || said === language || namesOf(language).some((name) => said.includes(name));
}

/** To ask for the names of one takes a tenth of a millisecond; two letters name 190 languages. */
const known = new Map<string, readonly string[]>();

/** What a language is called by those who speak it, and in English. */
function namesOf(language: string): readonly string[] {
  const names =
    known.get(language) ??
    [new Intl.DisplayNames(language, { type: 'language' }), english].flatMap(
      (of) => of.of(language)?.toLowerCase() ?? [],
    );
  known.set(language, names);
  return names;
}
