import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestIsOne, type RelevanceDocument, relevance } from '../../../src/core/score/relevance.js';
import { workedMs } from '../../helpers/in-time.js';

async function best(query: string, documents: RelevanceDocument[], language?: string): Promise<number> {
  const scores = await relevance(documents, query, { language });
  const top = Math.max(...scores);
  return top === 0 ? -1 : scores.indexOf(top);
}

const cases: { what: string; query: string; documents: RelevanceDocument[]; wins: number; language?: string }[] = [
  {
    what: 'stems',
    query: 'installing packages',
    documents: [{ title: 'Removal' }, { title: 'Package installation' }],
    wins: 1,
  },
  { what: 'whole words, no prefixes', query: 'us', documents: [{ title: 'User usage' }, { title: 'About' }], wins: -1 },
  {
    what: 'stop words do not decide',
    query: 'the art of war',
    documents: [{ title: 'of the of the' }, { title: 'war' }],
    wins: 1,
  },
  {
    what: 'only stop words are still a query',
    query: 'the who',
    documents: [{ title: 'Queen' }, { title: 'The Who' }],
    wins: 1,
  },
  {
    what: 'the ending of a contraction is no letter that was asked about',
    query: "why can't T connect, and what's wrong",
    documents: [{ title: "Don't, won't, isn't" }, { title: "It's what's there" }, { title: 'Connecting' }],
    wins: 2,
  },
  {
    what: 'a possessive is its word, whichever apostrophe it has',
    query: "Vasa's hull repair",
    documents: [{ title: 'S hull, repair' }, { title: 'Vasa’s hull' }],
    wins: 1,
  },
  {
    what: 'nor that of a possessive whose word has letters beyond ASCII',
    query: "Zoë's tea at the café’s",
    documents: [{ title: 'Drive S' }, { title: 'About' }],
    wins: -1,
  },
  {
    what: 'two words beat one word in many fields',
    query: 'memory allocator',
    documents: [
      { anchor: 'memory', url: 'memory', title: 'memory', headings: 'memory', lead: 'memory', body: 'memory' },
      { title: 'memory allocator' },
    ],
    wins: 1,
  },
  {
    what: 'neighbours beat scattered words',
    query: 'virtual table',
    documents: [{ lead: 'a table that holds virtual rows' }, { lead: 'rows that hold a virtual table' }],
    wins: 1,
  },
  {
    what: 'all that was asked for, word for word',
    query: 'a task that returns a result and may throw an exception',
    documents: [
      {
        title: 'Tasks',
        lead: 'What a task returns, what returns a result, a result that may be, what throws an exception. What may throw. A task returns.',
      },
      {
        lead: 'The task that returns a result and may throw an exception is one that knows neither arguments nor threads.',
      },
    ],
    wins: 1,
  },
  { what: 'a compound written apart', query: 'zip file', documents: [{ title: 'gzip' }, { url: 'zipfile' }], wins: 1 },
  {
    what: 'parts of identifiers',
    query: 'array list',
    documents: [{ title: 'LinkedHashMap' }, { title: 'ArrayList' }],
    wins: 1,
  },
  {
    what: 'names every object has',
    query: 'constructor',
    documents: [{ title: 'toString' }, { title: 'constructor' }],
    wins: 1,
  },
  { what: 'no object has it', query: 'constructor', documents: [{ title: 'a' }, { title: 'b' }], wins: -1 },
  {
    what: 'Bulgarian, whose stemmer changes letters in place',
    query: 'войник',
    documents: [{ title: 'езици' }, { title: 'войници' }],
    wins: 1,
    language: 'bg',
  },
  { what: 'accents', query: 'cafe', documents: [{ title: 'Thé' }, { title: 'Café' }], wins: 1 },
  {
    what: 'German',
    query: 'Häuser',
    documents: [{ title: 'Hausboot' }, { title: 'das Haus' }],
    wins: 1,
    language: 'de-AT',
  },
  {
    what: 'German umlauts as addresses write them, but not in "neue"',
    query: 'neue Öffnungszeiten',
    documents: [{ url: 'neuen-zeiten' }, { url: 'oeffnungszeiten' }, { url: 'neu-oeffnungszeiten' }],
    wins: 2,
    language: 'de',
  },
  {
    what: 'letters that are no accented ones: ß, ł, ø, œ',
    query: 'Strasse Łódź øl œuvre',
    documents: [{ title: 'Stra Lo o uvre' }, { title: 'Straße lodz ol oeuvre' }],
    wins: 1,
  },
  { what: 'Russian', query: 'книги', documents: [{ title: 'газета' }, { title: 'о книгах' }], wins: 1, language: 'ru' },
  {
    what: 'Japanese',
    query: '東京の天気',
    documents: [{ title: '大阪の地図' }, { title: '今日の東京は天気がいい' }],
    wins: 1,
    language: 'ja',
  },
  {
    what: 'Chinese',
    query: '机器学习',
    documents: [{ title: '数据库教程' }, { title: '机器学习教程' }],
    wins: 1,
    language: 'zh',
  },
  {
    what: 'a language without stemmer',
    query: 'strona',
    documents: [{ title: 'dom' }, { title: 'strona' }],
    wins: 1,
    language: 'pl',
  },
  {
    what: 'Russian that is not declared',
    query: 'чёрные книги',
    documents: [{ anchor: 'белая газета' }, { anchor: 'о черной книге' }],
    wins: 1,
  },
  {
    what: 'German declared as English',
    query: 'Häuser mieten',
    documents: [
      { anchor: 'eins', lead: 'Wer die Wohnung mieten kann, ist nicht der Käufer' },
      { anchor: 'zwei', lead: 'Was für ein Haus man mieten kann, und wie oder wo' },
    ],
    wins: 1,
    language: 'en',
  },
  {
    what: 'stop words in Japanese',
    query: '画像を切り抜くにはどうすればいいですか',
    documents: [{ anchor: 'これはどうすればいいのですか' }, { anchor: '画像の切り抜き' }],
    wins: 1,
  },
  {
    what: 'Turkish letters',
    query: 'SIFIRLA',
    documents: [{ title: 'ayarla' }, { title: 'sıfırla' }],
    wins: 1,
    language: 'tr',
  },
  {
    what: 'a compound at the end of an identifier',
    query: 'uppercase',
    documents: [{ anchor: 'StrToUpperLimit' }, { anchor: 'StrToUpperCase' }],
    wins: 1,
  },
  {
    what: 'a name that holds the word',
    query: 'directories of users',
    documents: [{ anchor: 'mod_session' }, { anchor: 'mod_userdir' }],
    wins: 1,
  },
  {
    what: 'a name that shortens the word',
    query: 'a hexadecimal value',
    documents: [{ anchor: 'IntToStr' }, { anchor: 'IntToHex' }],
    wins: 1,
  },
  {
    what: 'the word itself beats names that hold it',
    query: 'cache',
    documents: [{ anchor: 'socache cachefile' }, { anchor: 'cache' }],
    wins: 1,
  },
  { what: 'no parts of words in running text', query: 'form', documents: [{ body: 'formation' }], wins: -1 },
  { what: 'no numbers that begin alike', query: '2024', documents: [{ anchor: '20241' }], wins: -1 },
  {
    what: 'Korean particles',
    query: '서버에서',
    documents: [{ anchor: '파일' }, { anchor: '서버' }],
    wins: 1,
    language: 'ko',
  },
  {
    what: 'words of letters beyond ASCII, and signs beyond it between words',
    query: 'naive “cafe”',
    documents: [{ title: 'ïve é' }, { title: '—naïve—café…' }],
    wins: 1,
  },
  {
    what: 'letters beyond the first plane',
    query: '𐐷𐐩𐑅',
    documents: [{ title: '😀 a' }, { title: '😀𐐷𐐩𐑅😀' }],
    wins: 1,
  },
  { what: 'nothing but signs', query: '???', documents: [{ title: 'a' }], wins: -1 },
  {
    what: 'Polish, which has no stemmer, by how words begin',
    query: 'strona z tabelą',
    documents: [{ description: 'Stan tablicy' }, { description: 'Na stronach są tabele' }],
    wins: 1,
    language: 'pl',
  },
  {
    what: 'Polish: Go and a pod are no stop words',
    query: 'jak usunąć pod w Go',
    documents: [{ title: 'Kurs Java' }, { title: 'Usuwanie' }, { title: 'Pod i kontener, kurs Go' }],
    wins: 2,
    language: 'pl',
  },
  {
    what: 'Italian: vitamin C is another than D',
    query: 'vitamina C',
    documents: [{ title: 'Vitamina A' }, { title: 'Vitamina D' }, { title: 'Vitamina C' }],
    wins: 2,
    language: 'it',
  },
  {
    what: 'Spanish: a list of what is to be done',
    query: 'aplicación todo',
    documents: [{ title: 'Aplicación libre' }, { title: 'Aplicación Todo con React y Angular' }],
    wins: 1,
    language: 'es',
  },
  {
    what: 'Romanian: artificial intelligence',
    query: 'instrumente AI',
    documents: [{ title: 'Instrumente noi' }, { title: 'Instrumente AI pentru scris texte' }],
    wins: 1,
    language: 'ro',
  },
  {
    what: 'two words that only begin alike are no pair',
    query: 'numer strony',
    documents: [{ title: 'numer sekcji oraz strony' }, { title: 'numery stron oraz sekcji' }],
    wins: 1,
    language: 'pl',
  },
  {
    what: 'a name that begins like another is not it where there is a stemmer',
    query: 'postgresql',
    documents: [{ title: 'postgrey' }, { title: 'Andere' }],
    wins: -1,
    language: 'de',
  },
  {
    what: 'Croatian by the Serbian stemmer',
    query: 'brisanje grupa',
    documents: [{ description: 'Brisanje datoteka' }, { description: 'Brisanje u grupama' }],
    wins: 1,
    language: 'hr',
  },
  {
    what: 'Korean nouns with and without particles',
    query: '데이터를 삭제하기',
    documents: [{ title: '데이터 정렬' }, { description: '데이터의 삭제' }],
    wins: 1,
    language: 'ko',
  },
  {
    what: 'a Korean noun keeps two syllables',
    query: '제한',
    documents: [{ description: '제목' }, { description: '제한' }],
    wins: 1,
    language: 'ko',
  },
  {
    what: 'Japanese words with and without their last long sign',
    query: 'ユーザ',
    documents: [{ description: 'サーバー' }, { description: 'ユーザー' }],
    wins: 1,
    language: 'ja',
  },
  {
    what: 'Arabic words with and without their article and particles',
    query: 'تثبيت برنامج',
    documents: [{ description: 'البرمجة' }, { description: 'والتثبيت للبرنامج' }],
    wins: 1,
    language: 'ar',
  },
  {
    what: 'Persian typed with Arabic letters',
    query: 'پيكربندي',
    documents: [{ title: 'نصب' }, { title: 'پیکربندی' }],
    wins: 1,
    language: 'fa',
  },
  {
    what: 'Hebrew with vowel points',
    query: 'הסרת תוכנה',
    documents: [{ title: 'התקנה' }, { title: 'תׇּכְנָה' }, { title: 'תוֹכְנָה' }],
    wins: 2,
    language: 'he',
  },
  {
    what: 'Spanish question words do not decide',
    query: '¿Cómo y dónde se guarda un archivo?',
    documents: [{ title: 'Cómo y dónde' }, { title: 'Guardar archivos' }],
    wins: 1,
    language: 'es',
  },
  {
    what: 'Persian question words do not decide',
    query: 'چگونه یک فایل را حذف کنم؟',
    documents: [{ title: 'چگونه؟' }, { title: 'حذف' }],
    wins: 1,
    language: 'fa',
  },
];

for (const { what, query, documents, wins, language } of cases) {
  test(`relevance: ${what}`, async () => assert.equal(await best(query, documents, language), wins));
}

test('a word that stands everywhere never counts against a document', async () => {
  const scores = await relevance([{ title: 'manual one' }, { title: 'manual two' }, { title: 'manual' }], 'manual');
  assert.ok(scores.every((score) => score > 0));
});

test('a word stays rare where most addresses have a part of it', async () => {
  const others = ['linking', 'inlining', 'vectors', 'passes'].map((name) => ({
    url: `docs/${name}`,
    title: `A reference for ${name}`,
    context: 'docs',
  }));
  const documents = [...others, { url: 'docs/docker', title: 'Dockerfiles', context: 'docs' }, { url: 'docs/other' }];
  assert.equal(await best('a reference for using dockerfiles', documents, 'en'), others.length);
});

test('a page of many sections is about each of them as much as a page of one', async () => {
  const many = `${'Locale Keyboard Network Users '.repeat(20)}Time zones`;
  const [one, other] = await relevance(
    [{ headings: 'Time zones' }, { headings: many }, { headings: 'Users' }],
    'time zones',
  );
  assert.equal(one, other);
});

test('an empty list has no scores', async () => assert.deepEqual(await relevance([], 'x'), []));

test('the best match is 1, no match 0, and nothing stretches the rest', () => {
  assert.deepEqual(bestIsOne([2, 4, 0, 3]), [0.5, 1, 0, 0.75]);
  assert.deepEqual(bestIsOne([0, 0]), [0, 0]);
});

test('ranking much text lets the thread turn and ends with the signal', async () => {
  const body = Array.from({ length: 3000 }, (_, i) => `word${i} and more`).join(' ');
  const stop = new AbortController();
  setImmediate(() => stop.abort(new Error('enough')));
  const documents = Array.from({ length: 200 }, () => ({ body }));
  await assert.rejects(relevance(documents, 'word7', { signal: stop.signal }), /enough/);
});

test('text without blanks and punctuation is ranked in linear time', async () => {
  const started = workedMs();
  const [first, second] = await relevance([{ body: `${'渡船'.repeat(50_000)}潮汐` }, { body: '港口' }], '潮汐', {
    language: 'zh',
  });
  assert.ok(workedMs() - started < 4_000);
  assert.ok(first !== undefined && first > 0 && second === 0);
});
