/** Stemmers by language, loaded when a page of that language is first ranked. */

export type Stem = (word: string) => string;

/** Primary language subtags to the module that stems them. */
const LOADERS: Readonly<Record<string, () => Promise<{ stemmer: Stem }>>> = {
  ar: () => import('@orama/stemmers/arabic'),
  bg: async () => onLetters(await import('@orama/stemmers/bulgarian')),
  da: () => import('@orama/stemmers/danish'),
  de: async () => withUmlauts(await import('@orama/stemmers/german')),
  el: () => import('@orama/stemmers/greek'),
  en: () => import('@orama/stemmers/english'),
  es: () => import('@orama/stemmers/spanish'),
  fi: () => import('@orama/stemmers/finnish'),
  fr: () => import('@orama/stemmers/french'),
  ga: () => import('@orama/stemmers/irish'),
  hi: () => import('@orama/stemmers/indian'),
  hu: () => import('@orama/stemmers/hungarian'),
  hy: () => import('@orama/stemmers/armenian'),
  id: () => import('@orama/stemmers/indonesian'),
  it: () => import('@orama/stemmers/italian'),
  lt: () => import('@orama/stemmers/lithuanian'),
  nb: () => import('@orama/stemmers/norwegian'),
  ne: () => import('@orama/stemmers/nepali'),
  nl: () => import('@orama/stemmers/dutch'),
  nn: () => import('@orama/stemmers/norwegian'),
  no: () => import('@orama/stemmers/norwegian'),
  pt: () => import('@orama/stemmers/portuguese'),
  ro: () => import('@orama/stemmers/romanian'),
  ru: () => import('@orama/stemmers/russian'),
  sa: () => import('@orama/stemmers/sanskrit'),
  sr: () => import('@orama/stemmers/serbian'),
  sv: () => import('@orama/stemmers/swedish'),
  ta: () => import('@orama/stemmers/tamil'),
  tr: () => import('@orama/stemmers/turkish'),
  uk: () => import('@orama/stemmers/ukrainian'),
};

/** That stemmer changes letters in place, which a text does not let it: it throws at plurals. A list does. */
function onLetters({ stemmer }: { stemmer: Stem }): { stemmer: Stem } {
  return {
    stemmer(word) {
      const letters: unknown = Object.assign(word.split(''), {
        substring(this: string[], start: number, end: number) {
          return this.slice(start, end).join('');
        },
      });
      return stemmer(letters as string);
    },
  };
}

/**
 * ae, oe, ue are umlauts, as addresses write them, but for ue behind a vowel or q (neue, Quelle): as in Snowball's German
 * since 3.0.
 */
function withUmlauts({ stemmer }: { stemmer: Stem }): { stemmer: Stem } {
  return {
    stemmer: (word) => stemmer(word.replace(/ae|oe|(?<![aeiouyäöüq])ue/g, (letters) => UMLAUTS[letters] ?? letters)),
  };
}
const UMLAUTS: Readonly<Record<string, string>> = { ae: 'ä', oe: 'ö', ue: 'ü' };

/** Longer "words" are data (hashes, base64); suffix rules say nothing about them and some stemmers are slow on them. */
const STEMMABLE_MAX_CHARS = 40;

/** The primary subtag of a BCP 47 tag in lower case ("de-AT" is "de"); '' when there is none. */
export function primaryLanguage(tag: string | undefined): string {
  return /^[a-z]{2,3}(?=$|[-_])/.exec(tag?.trim().toLowerCase() ?? '')?.[0] ?? '';
}

/** The stemmer of a language; words are left as they are where none exists. An unknown language is read as English. */
export async function stemmerOf(language: string): Promise<Stem> {
  const load = LOADERS[language === '' ? 'en' : language];
  if (load === undefined) return (word) => word;
  const { stemmer } = await load();
  // Identifiers and numbers carry no inflection, and suffix rules would damage them ("utf8s").
  return (word) => (word.length > STEMMABLE_MAX_CHARS || /\d/.test(word) ? word : stemmer(word) || word);
}
