/** Which language texts are written in. Pages often declare none, or that of their template. */
import { LISTED_LANGUAGES, listedAs, stopWordsOf } from './stopwords.js';

/** Enough to tell languages apart, in less than a millisecond. */
const CHARS_MAX = 15_000;
/** Of one text. Many short samples of a site say more than a few long ones. */
const TEXT_CHARS_MAX = 300;
/** Different stop words that must be found: names and menus hold a few of any language by chance. */
const WORDS_MIN = 5;
/** Related languages share words: what a page declares is only overruled by what is clear. */
const LEAD_OVER_DECLARED = 2;
/** Of English, where no list knows what is declared: of its manuals a half has 59 and 5 of the next, of Catalan ones half translated 29 and 18. */
const ENGLISH = { wordsMin: 20, lead: 3 };

const LATIN = /\p{Script=Latin}+/gu;
const OTHER = /(?:(?!\p{Script=Latin})\p{L})+/gu;

/** Kana are a third of Japanese text, less where a page lists terms. */
const SHARE_MIN = 0.1;
/** Of the letters that one language of a script has and the others have not: a fifteenth of Ukrainian, a seventh of Persian. */
const OWN_SHARE_MIN = 0.03;

/** The most read languages of each other script, told apart by letters of their own. Japanese mixes kana and Han. */
const BY_SCRIPT: readonly (readonly [language: string, letters: RegExp, leastShare: number])[] = [
  ['uk', /[іїєґ]/gu, OWN_SHARE_MIN],
  ['ru', /\p{Script=Cyrillic}/gu, SHARE_MIN],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, SHARE_MIN],
  ['zh', /\p{Script=Han}/gu, SHARE_MIN],
  ['ko', /\p{Script=Hangul}/gu, SHARE_MIN],
  ['el', /\p{Script=Greek}/gu, SHARE_MIN],
  ['fa', /[پچژگکی]/gu, OWN_SHARE_MIN],
  ['ar', /\p{Script=Arabic}/gu, SHARE_MIN],
  ['he', /\p{Script=Hebrew}/gu, SHARE_MIN],
  ['hi', /\p{Script=Devanagari}/gu, SHARE_MIN],
  ['th', /\p{Script=Thai}/gu, SHARE_MIN],
];

/** A short text may hold none of a language's own letters. */
const SHARES_LETTERS: Readonly<Record<string, string>> = { ru: 'uk', ar: 'fa', zh: 'ja' };

/** The languages each stop word in Latin letters belongs to. Single letters stand in names and alphabets too. */
const LANGUAGES_OF: ReadonlyMap<string, readonly string[]> = languagesByWord();

/**
 * The language of the texts, as a primary subtag: `declared`, unless script or stop words say otherwise. Different stop
 * words count, not how often they occur: a list of modules called mod_… is not Danish. A language without a list of
 * stop words is taken as declared, but for English below `lang="gb"` or that of a template. What is asked in another script than Latin is compared
 * with what is written in that: a Hindi manual may be English for the most part.
 */
export function languageOf(texts: Iterable<string>, declared: string, query: string): string {
  const own = listedAs(declared);
  const isListed = LISTED_LANGUAGES.includes(own);
  const sample = sampleOf(texts);
  const latin = sample.match(LATIN) ?? [];
  const latinChars = latin.join('').length;
  const other = lettersOf(sample, OTHER);
  const asked = lettersOf(query, OTHER);
  if (other.length > latinChars || asked.length > lettersOf(query, LATIN).length)
    return (isListed ? languageOfScript(other + asked, declared) : undefined) ?? declared;
  // Between names in Latin letters, little text in its own script is enough to believe a declaration.
  if (other.length > SHARE_MIN * latinChars && languageOfScript(other, declared) === declared) return declared;

  const counts = new Map<string, number>();
  for (const word of new Set(latin)) {
    for (const language of LANGUAGES_OF.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [[best, most] = [declared, 0], [, next] = [declared, 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!isListed) return best === 'en' && most >= ENGLISH.wordsMin && most > ENGLISH.lead * next ? best : declared;
  const least = (declared === '' ? 1 : LEAD_OVER_DECLARED) * (counts.get(own) ?? 0);
  return most >= WORDS_MIN && most > least ? best : declared;
}

function languageOfScript(letters: string, declared: string): string | undefined {
  const found = BY_SCRIPT.find(([, own, share]) => (letters.match(own)?.length ?? 0) > share * letters.length)?.[0];
  return found !== undefined && SHARES_LETTERS[found] === declared ? declared : found;
}

function lettersOf(text: string, letters: RegExp): string {
  return (text.match(letters) ?? []).join('');
}

function sampleOf(texts: Iterable<string>): string {
  let sample = '';
  for (const text of texts) {
    if (sample.length >= CHARS_MAX) break;
    sample += `${text.slice(0, TEXT_CHARS_MAX)}\n`;
  }
  return sample.toLowerCase();
}

function languagesByWord(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const language of LISTED_LANGUAGES) {
    for (const word of stopWordsOf(language)) {
      if (word.length > 1) found.set(word, [...(found.get(word) ?? []), language]);
    }
  }
  return found;
}
