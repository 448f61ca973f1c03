/** What answers cost an agent, in true o200k tokens: pinned, so that a change that makes them dearer is seen. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { extractPage } from '../../src/core/extract/extract-page.js';
import { estimateTokens } from '../../src/core/present/tokens.js';
import { DEFAULT_RUN_CONFIG } from '../../src/core/run-config.js';
import { startDemoSite } from '../../src/demo-site.js';
import { type Answer, startClient } from '../helpers/client.js';
import { tokensOf } from '../helpers/tokens.js';

/** The server's default for `--max-response-tokens`, for text and structured part each. */
const ANSWER_MAX_TOKENS = 8_000;
const INSTRUCTIONS_MAX_TOKENS = 150;
const LINK_MAX_TOKENS = 45;
/** How far the estimate may lie under the true count, and over it: what is estimated too dear is not told. */
const ESTIMATE_SHARE_MIN = 0.9;
const ESTIMATE_SHARE_MAX = 1.6;

const CORPUS = new URL('../../../shared/corpus/pages.jsonl', import.meta.url);

const repeat = (count: number, part: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join('\n');
const page = (title: string, body: string, lang = 'en') =>
  `<!doctype html><html lang="${lang}"><head><title>${title}</title><meta name="description" content="${title}"></head><body>
<header><nav><a href="/">Home</a> <a href="/about">About</a></nav></header><main><h1>${title}</h1>${body}</main></body></html>`;

const TEXTS = {
  english:
    'The ferry to the islands sails again after eleven weeks of repair, and the harbour master expects a busy summer. ',
  german:
    'Die Fährverbindung zu den Inseln wird nach elfwöchiger Instandsetzung wiederaufgenommen, sagt der Hafenmeister. ',
  russian: 'Паром на острова снова ходит после одиннадцати недель ремонта, сообщает начальник порта. ',
  greek: 'Το πλοίο για τα νησιά ταξιδεύει ξανά μετά από έντεκα εβδομάδες επισκευής. ',
  arabic: 'تبحر العبارة إلى الجزر مرة أخرى بعد أحد عشر أسبوعا من الإصلاح كما يقول مدير الميناء. ',
  hebrew: 'המעבורת לאיים מפליגה שוב אחרי אחד עשר שבועות של תיקונים, אומר מנהל הנמל. ',
  hindi: 'ग्यारह सप्ताह की मरम्मत के बाद द्वीपों के लिए नौका फिर से चल रही है, बंदरगाह प्रमुख ने कहा। ',
  thai: 'เรือข้ามฟากไปยังหมู่เกาะกลับมาแล่นอีกครั้งหลังจากซ่อมแซมสิบเอ็ดสัปดาห์ ',
  'learned and foreign words in thai':
    'พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล ธัมมจักกัปปวัตตนสูตร ฌานวิสุทธิ์ ฮิปโปโปเตมัส บล็อกเชน อัลกอริทึม ไฮโดรคลอโรควิน ',
  chinese: '经过十一周的维修，前往各岛的渡轮再次起航，港务长预计夏季会很繁忙。',
  japanese: '十一週間の修理を終えて、島々へのフェリーが再び出航し、港長は忙しい夏を見込んでいます。',
  korean: '섬으로 가는 여객선이 십일 주간의 수리를 마치고 다시 운항하며 항만장은 바쁜 여름을 예상한다. ',
  amharic: 'ጀልባው ከአሥራ አንድ ሳምንት ጥገና በኋላ እንደገና ወደ ደሴቶቹ ይጓዛል። ',
  lao: 'ເຮືອຂ້າມຟາກໄປຫາເກາະກັບມາແລ່ນອີກຄັ້ງ ຫຼັງຈາກສ້ອມແປງສິບເອັດອາທິດ ',
  odia: 'ଏଗାର ସପ୍ତାହ ମରାମତି ପରେ ଦ୍ୱୀପଗୁଡ଼ିକୁ ନୌକା ପୁଣି ଚାଲୁଛି ',
  khmer: 'សាឡាងទៅកាន់កោះបើកដំណើរការឡើងវិញបន្ទាប់ពីជួសជុល១១សប្តាហ៍ ',
  burmese: 'ဆယ့်တစ်ပတ်ကြာ ပြင်ဆင်ပြီးနောက် ကျွန်းများသို့ ကူးတို့သင်္ဘော ပြန်လည်ထွက်ခွာသည်။ ',
  tibetan: 'གྲུ་གཟིངས་དེ་ཉམས་གསོ་བྱས་རྗེས་སླར་ཡང་གླིང་ཕྲན་ལ་འགྲོ། ',
  dhivehi: 'އެގާރަ ހަފްތާގެ މަރާމާތަށްފަހު ފެރީ އަލުން ޖަޒީރާތަކަށް ދެއެވެ ',
  inuktitut: 'ᐅᒥᐊᕐᔪᐊᖅ ᐊᐅᓪᓚᕆᓪᓚᖕᓂᐊᖅᑐᖅ ᕿᑭᖅᑕᓄᑦ ',
  key: 'q8m2xk7v0z4tj9wnc5ysb1hd6rgfp3lauoei7x2k9vq4zt8mw0jn5cy1sb6hdr3 ',
  emoji: 'Ferry ⛴️ sails 🌊 again 🎉🎉 — see ✅ times ⏰ and fares 💶! ',
  code: 'const answer = await fetch(base + "/v1/items?limit=50&cursor=" + next_cursor, { headers: { "x-request-id": id } });\n',
  urls: 'https://cdn.example.com/assets/img/2026/11/a7f3c9e1b2d84f60-1200x630@2x.webp?v=1732290000&sig=Zk9xQ1pT ',
};

const story = (text: string) => (i: number) =>
  `<article><h2><a href="/story/2026/11/${i}-the-ferry-sails-again">${i}. ${text.slice(0, 60)}</a></h2><img src="/img/${i}-400.jpg" srcset="/img/${i}-800.jpg 800w" alt="${text.slice(0, 30)}" width="400" height="225"><p>${text}</p></article>`;
const prose = (text: string, count: number) =>
  page(
    text.slice(0, 40),
    repeat(count, () => `<p>${text.repeat(4)}</p>`),
  );

const longUrls = (i: number) =>
  `<a href="/p/${i}?${'attribute=value&'.repeat(30)}">Item ${i}</a> <img src="/i/${i}?${'size=large&'.repeat(40)}">`;
const tide = (i: number) => `<tr><td>${i}</td><td>06:${i % 60}</td></tr>`;

/** Ten pages of our own, from nearly empty to far beyond the budget. */
const PAGES: Readonly<Record<string, string>> = {
  empty: page('Nothing here', ''),
  article: prose(TEXTS.english, 12),
  book: prose(TEXTS.english, 400),
  news: page('News', repeat(20, story(TEXTS.english))),
  portal: page('Portal', repeat(300, story(TEXTS.english))),
  'chinese portal': page('渡轮', repeat(300, story(TEXTS.chinese)), 'zh'),
  'korean portal': page('여객선', repeat(300, story(TEXTS.korean)), 'ko'),
  'japanese book': prose(TEXTS.japanese, 200),
  'hindi book': prose(TEXTS.hindi, 200),
  'long URLs': page('Shop', repeat(100, longUrls)),
  table: page('Tides', `<table><tr><th>Day</th><th>High water</th></tr>${repeat(1_200, tide)}</table>`),
};

type Cost = readonly [text: number, structured: number];

/** Measured in November 2026 and rounded up. */
const COSTS: Readonly<Record<string, Readonly<Record<'crawl' | 'extract_links' | 'extract_media', Cost>>>> = {
  empty: { crawl: [90, 220], extract_links: [90, 200], extract_media: [40, 90] },
  article: { crawl: [1210, 1360], extract_links: [90, 200], extract_media: [40, 90] },
  book: { crawl: [5510, 5780], extract_links: [90, 200], extract_media: [40, 90] },
  news: { crawl: [3480, 5940], extract_links: [960, 1600], extract_media: [1310, 3940] },
  portal: { crawl: [4520, 6000], extract_links: [2300, 3660], extract_media: [1770, 5120] },
  'chinese portal': { crawl: [4980, 6250], extract_links: [3190, 4510], extract_media: [2370, 6300] },
  'korean portal': { crawl: [5220, 6520], extract_links: [3500, 4760], extract_media: [2110, 6450] },
  'japanese book': { crawl: [5800, 6030], extract_links: [90, 200], extract_media: [40, 90] },
  'hindi book': { crawl: [7020, 7320], extract_links: [90, 200], extract_media: [40, 90] },
  'long URLs': { crawl: [5480, 5880], extract_links: [3740, 4460], extract_media: [6620, 7280] },
  table: { crawl: [6730, 7530], extract_links: [90, 200], extract_media: [40, 90] },
};

/** Their links are those of a menu and headlines of 60 characters. */
const ORDINARY_LINKS = ['news', 'portal'];

const USUAL_ID = 'z06pv8x7c_z748IVl6apnw';

const assertWithin = (what: string, { text, data, isError }: Answer, [textMax, structuredMax]: Cost) => {
  assert.equal(isError, false, `${what}: ${text}`);
  // Random characters cost more tokens one time than another.
  const usual = (given: string) => given.replaceAll(data.result_id, USUAL_ID);
  const recoded = (cursor: string) =>
    Buffer.from(usual(Buffer.from(cursor, 'base64url').toString())).toString('base64url');
  const counted = (given: unknown) => {
    const json = usual(JSON.stringify(given));
    const cursor: string | undefined = data.next_cursor;
    return tokensOf(JSON.parse(cursor === undefined ? json : json.replaceAll(cursor, recoded(cursor))));
  };
  const [inText, inData] = [counted(text), counted(data)];
  assert.ok(inText <= Math.min(textMax, ANSWER_MAX_TOKENS), `${what}: ${inText} tokens of text`);
  assert.ok(inData <= Math.min(structuredMax, ANSWER_MAX_TOKENS), `${what}: ${inData} tokens of structured content`);
};

test('every answer on pages of our own', async () => {
  await using server = await startClient();
  assert.ok(tokensOf(server.client.getInstructions()) <= INSTRUCTIONS_MAX_TOKENS);
  for (const [name, html] of Object.entries(PAGES)) {
    const given = { html, base_url: 'https://own.example/news/' };
    const costs = COSTS[name];
    assert.ok(costs, name);
    assertWithin(`crawl, ${name}`, await server.call('crawl', given), costs.crawl);
    assertWithin(`extract_media, ${name}`, await server.call('extract_media', given), costs.extract_media);
    const links = await server.call('extract_links', { ...given, score_links: true });
    assertWithin(`extract_links, ${name}`, links, costs.extract_links);
    const aLink = tokensOf(links.text) / links.data.returned;
    if (ORDINARY_LINKS.includes(name)) assert.ok(aLink <= LINK_MAX_TOKENS, `${name}: ${aLink} tokens a link`);
  }
});

test('every tool on the demo site', async () => {
  await using site = await startDemoSite();
  await using server = await startClient(['--allow-host', site.hostAndPort]);
  const url = `${site.origin}/`;
  const costs: ReadonlyArray<readonly [tool: string, input: Record<string, unknown>, Cost]> = [
    ['crawl', {}, [720, 1_240]],
    ['crawl', { max_pages: 4, query: 'ferry' }, [550, 630]],
    ['extract_links', {}, [235, 480]],
    ['extract_media', {}, [270, 520]],
    ['preview_links', { query: 'ferry' }, [270, 910]],
    ['capture', { formats: ['screenshot', 'pdf'] }, [200, 265]],
  ];
  for (const [tool, input, cost] of costs) {
    assertWithin(`${tool} ${JSON.stringify(input)}`, await server.call(tool, { url, ...input }), cost);
  }
});

test('the estimate is near the true count, and not under it by more than a tenth: texts of our own', () => {
  for (const [name, text] of Object.entries(TEXTS)) assertEstimate(name, text.repeat(10));
  assertEstimate('a table', `|835 | 06:55 | 12.5 |\n`.repeat(50));
  assertEstimate('rows', JSON.stringify(Array.from({ length: 50 }, (_, i) => [String(i), `06:${i}`, i / 8])));
});

/** Pages made to be dear, each in its own way, and the least budgets an operator may give. */
const LONG = 'q8m2xk7v0z4tj9wnc5ysb1hd6rgfp3laue'.repeat(60);
const DEAR: Readonly<Record<string, string>> = {
  'a long title': `<title>${LONG}</title><meta name="description" content="${LONG}"><p>x <a href="/a">a</a></p>`,
  'much metadata': `${repeat(60, (i) => `<meta property="og:${LONG.slice(0, 50)}${i}" content="${LONG.slice(i, i + 280)}">`)}<p>x</p>`,
  'many schemes': repeat(400, (i) => `<a href="s${i}x${LONG.slice(0, 60)}:x">x</a>`),
  'a scheme named as what objects have': '<a href="constructor:x">x</a> <a href="/a">a</a>',
  'long links': repeat(30, (i) => `<a href="/${LONG.slice(0, 1_500)}${i}">${LONG}</a>`),
};

for (const budget of [500, 2_000]) {
  test(`dear pages and calls fit ${budget} tokens`, async () => {
    await using server = await startClient(['--max-response-tokens', String(budget)]);
    const fits = async (what: string, tool: string, input: Record<string, unknown>) => {
      const { text, data, isError } = await server.call(tool, input);
      const tokens = [tokensOf(text), data === undefined ? 0 : tokensOf(data)];
      assert.ok(Math.max(...tokens) <= budget, `${tool}, ${what}: ${tokens} tokens`);
      return { data, isError };
    };
    for (const [name, html] of Object.entries(DEAR)) {
      for (const tool of ['crawl', 'extract_links', 'extract_media']) {
        const answer = await fits(name, tool, { html, base_url: 'https://own.example/' });
        assert.equal(answer.isError, false, `${tool}, ${name}`);
      }
    }
    const html = '<p>x</p>';
    await fits('a long URL', 'extract_links', { html, base_url: `https://own.example/${LONG}` });
    await fits('unknown fields', 'crawl', Object.fromEntries(Array.from({ length: 99 }, (_, i) => [LONG.slice(i), 1])));
    const domains = Array.from({ length: 99 }, (_, i) => `d${i}${LONG.slice(0, 50)}.example`);
    await fits('vain domains', 'extract_media', {
      html,
      base_url: 'https://own.example/',
      exclude_external_images: true,
      exclude_domains: ['example'],
      keep_image_domains: domains,
    });
    const about = `<title>Tides</title><meta name="description" content="${TEXTS.english.repeat(3)}">`;
    const dear = { html: `${about}<p>${'潮'.repeat(900)}</p>`, base_url: 'https://own.example/' };
    let { data } = await fits('a dear text', 'crawl', dear);
    for (let calls = 0; data.next_cursor !== undefined && calls < 20; calls++)
      data = (await fits('a dear text', 'crawl', { cursor: data.next_cursor })).data;
    assert.equal(data.next_cursor, undefined, 'it comes to an end');
    const some = await fits('a news page', 'extract_links', { html: PAGES['news'], base_url: 'https://own.example/' });
    assert.ok(some.data.returned > 0 && some.data.next_cursor !== undefined);
  });
}

test('where room is short, previewed links are listed without what their targets say', async () => {
  await using site = await startDemoSite();
  await using server = await startClient(['--max-response-tokens', '600', '--allow-host', site.hostAndPort]);
  const { data, text } = await server.call('preview_links', { url: `${site.origin}/`, query: 'ferry' });
  assert.ok(data.returned > 0, text);
  assert.ok(Math.max(tokensOf(text), tokensOf(data)) <= 600);
});

test('what no answer has room for is counted, and where it is is said', async () => {
  await using site = await startDemoSite();
  await using server = await startClient(['--max-response-tokens', '1500', '--allow-host', site.hostAndPort]);
  const long = (i: number) => `/${LONG.slice(0, 1_500)}${i}`;
  const html = `${repeat(2, (i) => `<a href="${long(i)}">${i}</a> <img src="${long(i)}">`)}<a href="/a">a</a><img src="/a.png">`;
  const page = { html, base_url: 'https://own.example/' };
  const urls = [`${site.origin}/`, ...[0, 1].map((i) => site.origin + long(i))];
  const cases: ReadonlyArray<readonly [tool: string, input: Record<string, unknown>, whole: string]> = [
    ['extract_links', page, '/links'],
    ['extract_links', { ...page, limit: 1 }, '/links'],
    ['extract_media', page, '/media'],
    ['preview_links', { links: urls }, ''],
    ['crawl', { urls, hits_per_sec: 100 }, ''],
  ];
  for (const [tool, input, part] of cases) {
    const { data, text } = await server.call(tool, input);
    assert.deepEqual([data.total, data.returned, data.next_cursor], [3, 1, undefined], `${tool}: ${text}`);
    const said = `2 items are too long for this answer; all are in webloupe://results/${data.result_id}${part}`;
    assert.deepEqual(data.warnings, [said]);
    assert.ok(text.includes(`Note: ${said}`));
  }
  const { data, text } = await server.call('crawl', { ...page, include: ['links', 'media'] });
  for (const part of ['links', 'media']) {
    const resource = `webloupe://results/${data.result_id}/${part}`;
    const told = data.cut.find((cut: { part: string }) => cut.part === part);
    assert.deepEqual(told, { part, total: 3, returned: 1, unit: 'items', too_long: 2, resource });
    assert.ok(text.includes(`${part}: 1 of 3 items shown, 2 too long for this answer; whole: ${resource}`));
  }
  assert.equal(data.next_cursor, undefined);
});

/** Reads of the corpus: enough of each page to fill an answer, and enough pages to meet each of its languages. */
const CORPUS_PAGES = 320;
const EVERY = 8;
const TEXT_CHARS = 12_000;

test('the estimate on real pages', { skip: !existsSync(CORPUS) && 'no corpus on this machine' }, async () => {
  const pages = readFileSync(CORPUS, 'utf8').trim().split('\n');
  let read = 0;
  for (let i = 0; i < Math.min(pages.length, CORPUS_PAGES); i += EVERY) {
    const { id, url, charset } = JSON.parse(pages[i] ?? '');
    const file = new URL(`pages/${id}.html`, CORPUS);
    if (!existsSync(file)) continue;
    read++;
    const html = new TextDecoder(charset || 'utf-8').decode(readFileSync(file));
    const want = { links: true, media: false, tables: false, metadata: true, content: true };
    const config = { content: DEFAULT_RUN_CONFIG, links: DEFAULT_RUN_CONFIG, media: DEFAULT_RUN_CONFIG };
    const { content, links } = await extractPage({ html, url, rendered: false, want, ...config, verbose: false });
    assertEstimate(`content of ${id}`, content.slice(0, TEXT_CHARS));
    assertEstimate(`links of ${id}`, JSON.stringify(links.internal).slice(0, TEXT_CHARS));
  }
  assert.ok(read > 0, 'no page of the corpus is here');
});

function assertEstimate(name: string, text: string): void {
  const [estimate, tokens] = [estimateTokens(text), tokensOf(text)];
  const isNear = estimate >= ESTIMATE_SHARE_MIN * tokens && estimate <= ESTIMATE_SHARE_MAX * tokens;
  assert.ok(isNear, `${name}: ${estimate} estimated, ${tokens} counted`);
}
