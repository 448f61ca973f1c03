/**
 * How well documents match a query: BM25F on Orama. Orama holds schema, documents, dictionary and statistics and runs
 * the search; two hooks of its index component are ours. `insert` stores plain counts of the query's own terms (the
 * stock one stores relative frequencies of every word, at quadratic cost, and its search matches prefixes: "us" finds
 * "user"). `search` adds up a term's weighted counts over the fields and saturates once (the stock one saturates each
 * field by itself, so that one word in five fields beats five words).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyIndexStore, components, IIndex, TokenScore } from '@orama/orama';
import { languageOf } from './language.js';
import { QueryTerms } from './query-terms.js';
import { primaryLanguage, stemmerOf } from './stem.js';
import { stopWordsOf } from './stopwords.js';
import { tokenizerOf } from './tokenize.js';

type TextIndex = components.index.Index;

/**
 * What a match in a field is worth against the others, and how far it counts for less in a long field: 0 is not at all,
 * 1 in proportion. A page of many sections is about each of them as much as a page of one. Measured in docs/ranking.md.
 */
const FIELDS = {
  anchor: { weight: 3, normalisation: 0.5 },
  url: { weight: 2, normalisation: 0.5 },
  title: { weight: 3, normalisation: 0.5 },
  description: { weight: 2, normalisation: 0.5 },
  headings: { weight: 1, normalisation: 0 },
  lead: { weight: 1, normalisation: 0.5 },
  body: { weight: 0.2, normalisation: 0.5 },
  context: { weight: 0.5, normalisation: 0.5 },
} as const;

type RelevanceField = keyof typeof FIELDS;
/** What is known of a document; an unknown field is left out. */
export type RelevanceDocument = Partial<Record<RelevanceField, string>>;

const SCHEMA = Object.fromEntries(Object.keys(FIELDS).map((field) => [field, 'string'] as const));

/** Where more occurrences stop to count. Above BM25's usual 1.2, since counts here are sums of weighted fields. */
const SATURATION = 2;
/** Short texts, where names stand. In running text, words that only look alike are as many as words that belong together. */
const PARTIAL_FIELDS: ReadonlySet<string> = new Set<RelevanceField>(['anchor', 'url', 'title', 'context']);

/** Documents are indexed in slices of this time, so that the thread goes on answering. */
const SLICE_MS = 15;

interface RelevanceOptions {
  /** BCP 47 tag of the language the documents declare; what their words clearly say otherwise counts more. */
  language?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * BM25F scores of the documents, in their order: 0 is no match, and there is no upper end; compare within one call only.
 * Never rejects but with the signal's reason.
 */
export async function relevance(
  documents: readonly RelevanceDocument[],
  query: string,
  { language, signal }: RelevanceOptions = {},
): Promise<number[]> {
  const tag = languageOf(proseOf(documents), primaryLanguage(language), query);
  const terms = await termsOf(query, tag);
  const scores = documents.map(() => 0);
  if (terms.weights.size === 0) return scores;

  const { components, create, insert, search } = await import('@orama/orama');
  const index = { ...components.index.createIndex(), ...bm25f(terms) };
  const database = create({
    schema: SCHEMA,
    sort: { enabled: false },
    components: {
      index,
      tokenizer: {
        language: tag,
        normalizationCache: new Map(),
        tokenize: () => [...terms.weights.keys()],
      },
    },
  });
  let sliceEnds = performance.now() + SLICE_MS;
  for (const [i, document] of documents.entries()) {
    await insert(database, { id: String(i), ...document });
    if (performance.now() < sliceEnds) continue;
    await nextTurn();
    signal?.throwIfAborted();
    sliceEnds = performance.now() + SLICE_MS;
  }
  const found = await search(database, { term: query, limit: documents.length });
  for (const { id, score } of found.hits) scores[Number(id)] = score;
  return scores;
}

/** What matches best, the first of equals; undefined where nothing does. As `relevance` otherwise. */
export async function bestMatch<T>(
  items: readonly T[],
  documentOf: (item: T) => RelevanceDocument,
  query: string,
  options: RelevanceOptions,
): Promise<T | undefined> {
  const scores = await relevance(items.map(documentOf), query, options);
  const most = Math.max(0, ...scores);
  return most === 0 ? undefined : items[scores.indexOf(most)];
}

/** Loads what `relevance` needs, so that its first call need not. */
export async function loadRelevance(language: string | undefined): Promise<void> {
  await Promise.all([import('@orama/orama'), stemmerOf(primaryLanguage(language))]);
}

/** The scores on a scale from 0, no match, to 1, the best match among them. All are 0 when nothing matches. */
export function bestIsOne(scores: readonly number[]): number[] {
  const best = scores.reduce((a, b) => Math.max(a, b), 0);
  return scores.map((score) => (best === 0 ? 0 : score / best));
}

/** What tells a language best; the first words of each document suffice. */
function* proseOf(documents: readonly RelevanceDocument[]): Generator<string> {
  for (const { lead, description, context, title, anchor } of documents) {
    for (const text of [lead, description, context, title, anchor]) if (text !== undefined) yield text;
  }
}

async function termsOf(query: string, language: string): Promise<QueryTerms> {
  const stem = await stemmerOf(language);
  const terms = new QueryTerms(tokenizerOf(language, stem, stopWordsOf(language)), query);
  // "The Who": where nothing else was asked for, stop words are what is looked for.
  return terms.weights.size > 0 ? terms : new QueryTerms(tokenizerOf(language, stem, new Set()), query);
}

/** The two hooks of Orama's index component. */
function bm25f(terms: QueryTerms): Pick<IIndex<TextIndex>, 'insert' | 'search'> {
  return {
    insert: (_self, index, field, _id, document, value) => {
      const tree = index.indexes[field];
      const frequencies = index.frequencies[field];
      const lengths = index.fieldLengths[field];
      if (typeof value !== 'string' || tree?.type !== 'Radix' || !frequencies || !lengths) return;
      const { words, counts } = terms.count(value, PARTIAL_FIELDS.has(field));
      for (const term in counts) tree.node.insert(term, document);
      frequencies[document] = counts;
      if (words > 0) lengths[document] = words;
    },
    search: (index, _term, _tokenizer, _language, _fields, _exact, _tolerance, _boost, _relevance, documentCount) => {
      if (!isTextIndex(index)) return [];
      const fields = Object.entries(FIELDS).map(([field, worth]) => ({
        ...worth,
        field,
        meanLength: mean(Object.values(index.fieldLengths[field] ?? {})),
      }));
      const totals = new Map<number, number>();
      for (const [term, termWeight] of terms.weights) {
        // By document, which are numbered from 1.
        const sums: number[] = [];
        const whole = new Set<number>();
        for (const { field, weight, normalisation, meanLength } of fields) {
          for (const document of documentsWith(index, field, term)) {
            const length = (index.fieldLengths[field]?.[document] ?? 0) / meanLength;
            const count = index.frequencies[field]?.[document]?.[term] ?? 0;
            const share = count / (1 - normalisation + normalisation * length);
            sums[document] = (sums[document] ?? 0) + weight * share;
            if (count >= 1) whole.add(document);
          }
        }
        const found = sums.reduce((count) => count + 1, 0);
        // A part that most have tells none of them: "docs" in every address does not make "dockerfiles" common.
        const isOfAll = whole.size > 0 && found - whole.size > documentCount / 2;
        const having = isOfAll ? whole.size : found;
        // The form with 1 + inside the logarithm: never negative, not even for a word that stands in every document.
        const rarity = Math.log(1 + (documentCount - having + 0.5) / (having + 0.5));
        sums.forEach((sum, document) => {
          const gain = (termWeight * rarity * sum * (SATURATION + 1)) / (sum + SATURATION);
          totals.set(document, (totals.get(document) ?? 0) + gain);
        });
      }
      return Array.from(totals, ([document, score]): TokenScore => [document, score]);
    },
  };
}

function isTextIndex(index: AnyIndexStore): index is TextIndex {
  return 'frequencies' in index && 'fieldLengths' in index;
}

function documentsWith(index: TextIndex, field: string, term: string): number[] {
  const tree = index.indexes[field];
  // The answer is an object by word, with Object's prototype: looked up by values, so that "constructor" finds nothing.
  return tree?.type === 'Radix' ? Object.values(tree.node.find({ term, exact: true })).flat() : [];
}

function mean(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0) / Math.max(1, numbers.length);
}
