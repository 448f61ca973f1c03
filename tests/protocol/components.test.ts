/** What the scripts of pages make of their markup: elements of their own, galleries, carousels, grids. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';

let server: TestClient;
before(async () => {
  server = await startClient();
});
after(() => server[Symbol.asyncDispose]());

const base_url = 'https://parts.example/';
const pathOf = (href: string) => href.replace(base_url, '/');

test('a custom element with an href is a link; one around the anchor that it made is that anchor', async () => {
  const html = `<style-sheet href="/a.css"></style-sheet><svg-icon href="/i.svg"></svg-icon><x-empty href=""></x-empty>
    <main><x-button href="/plain">Plain <b>words</b></x-button><x-button href="/second">Second</x-button>
    <x-card href="/card"><h2>Title</h2><p>Words of a card</p></x-card>
    <x-item href="/made"><a href="/made">Made</a></x-item><x-route to="/none">None</x-route>
    <x-icon-button label="Settings" href="/icon"></x-icon-button></main>`;
  const { data } = await server.call('extract_links', { html, base_url });
  const told = data.links.internal.map(
    ({ href, text, count }: { href: string; text: string; count: number }) => `${pathOf(href)} ${text} ${count}`,
  );
  const main = ['/plain Plain words 1', '/second Second 1', '/card Title Words of a card 1', '/made Made 1'];
  assert.deepEqual(told, [...main, '/icon Settings 1']);
  const page = await server.call('crawl', { html, base_url, include: ['content'] });
  assert.equal(
    page.data.markdown.replaceAll(base_url, '/'),
    '[Plain **words**](/plain) [Second](/second)\n\n## [Title](/card)\n\nWords of a card\n\n[Made](/made) None [Settings](/icon)',
  );
});

test('the copies of slides that let a carousel go round are no content; what only says that it is one is', async () => {
  const slide = (i: number, more: string, style = '') =>
    `<li class="slide ${more}" style="${style}"><h3>Slide ${i}</h3> <a href="/${i}">Read ${i}</a><img alt="Picture ${i}" src="/${i}.jpg"></li>`;
  const of = (copy: string) =>
    `<ul>${slide(2, copy, 'width:9px')}${slide(1, 'active')}${slide(2, '')}${slide(1, copy)}</ul>`;
  const markdown = async (html: string) =>
    (await server.call('crawl', { html, base_url, include: ['content'] })).data.markdown as string;
  const once = await markdown(`<ul>${slide(1, '')}${slide(2, '')}</ul>`);
  for (const copy of ['slick-cloned', 'splide__slide--clone', 'swiper-slide-duplicate', 'cloned', 'bx-clone'])
    assert.equal(await markdown(of(copy)), once, copy);
  const buttons = '<p>Get it <a class="btn" href="/fork">Fork</a> <a class="btn-clone" href="/clone">Clone</a></p>';
  assert.match(await markdown(buttons), /\[Clone\]/);
  assert.equal((await markdown(`<ul>${slide(1, '')}${slide(1, '')}</ul>`)).match(/Slide 1/g)?.length, 2);
});

test('players of elements of their own: told in the content, sources of one are one, their buttons describe nothing', async () => {
  const html = `<main><h1>Films</h1><lite-youtube videoid="abcdefghijk" playlabel="Play: A day"><button>Play</button></lite-youtube>
    <lite-vimeo videoid="123456" videotitle="A night"></lite-vimeo><media-player title="Own" src="/own.mp4"><button>Menu</button></media-player>
    <x-card src="/page"><p>A card.</p></x-card><x-player poster="/p.jpg"><source src="/a.mp4"><source src="/a.webm"></x-player>
    <section><h2>What the keeper saw.</h2><div><div><button><i></i><span>Mute</span></button> 00:00 / -1:02:03</div><video src="/b.mp4"></video></div></section></main>`;
  const { data } = await server.call('extract_media', { html, base_url });
  const told = data.media.videos.map(
    (video: { src: string; alt: string; sources?: unknown[]; poster?: string; desc?: string }) =>
      [pathOf(video.src), video.alt, video.sources?.length ?? 0, pathOf(video.poster ?? ''), video.desc ?? ''].join(
        ' ',
      ),
  );
  assert.deepEqual(told.sort(), [
    '/a.mp4  2 /p.jpg ',
    '/b.mp4  0  What the keeper saw.',
    '/own.mp4 Own 0  ',
    'https://player.vimeo.com/video/123456 A night 0  ',
    'https://www.youtube.com/embed/abcdefghijk Play: A day 0  ',
  ]);
  const page = await server.call('crawl', { html, base_url, include: ['content'] });
  const players = [
    '[Video: Play: A day](https://www.youtube.com/watch?v=abcdefghijk)',
    '[Video: A night](https://vimeo.com/123456)',
    '[Video: Own](/own.mp4)',
  ];
  assert.ok(
    page.data.markdown.replaceAll(base_url, '/').startsWith(`# Films\n\n${players.join('\n\n')}\n\nA card.`),
    page.data.markdown,
  );
});

test('pictures that a script shows later: CSS values and lists in attributes, objects', async () => {
  const html = `<div data-bg-multi="url(/m1.jpg), url('/m2.jpg'), linear-gradient(#fff, #ccc)"></div>
    <div data-bg-set="url(/s1.jpg) 1x, url(/s2.jpg) 2x"></div><p data-background-image="/l1.jpg,/l2.jpg"></p>
    <p data-images="/i1.jpg, /i2.jpg"></p><p data-thumb="/w_4,h_3/one.jpg"></p><img data-all="/a1.jpg,/a2.jpg">
    <object type="image/svg+xml" data-src="/o.svg"></object><p data-note="see url(/n.jpg)" data-file="talk.jpg"></p>`;
  const { data } = await server.call('extract_media', { html, base_url });
  const found = data.media.images.map(({ src }: { src: string }) => pathOf(src)).sort();
  const named = ['/a1.jpg', '/a2.jpg', '/i1.jpg', '/i2.jpg', '/l1.jpg', '/l2.jpg', '/m1.jpg', '/m2.jpg', '/o.svg'];
  assert.deepEqual(found, [...named, '/s1.jpg', '/s2.jpg', '/w_4,h_3/one.jpg']);
});

test('a grid made of other elements is a table of the content; one that only places things is none', async () => {
  const row = (role: string, cells: string[]) =>
    `<div role="row"><span></span>${cells.map((cell) => `<div role="presentation"><div role="${role}">${cell}</div></div>`).join('')}</div>`;
  const grid = (...rows: string[]) => `<div><div role="grid"><div role="rowgroup">${rows.join('')}</div></div></div>`;
  const read = async (html: string, more = {}) =>
    (await server.call('crawl', { html, base_url, include: ['content'], ...more })).data.markdown;
  const boats = grid(
    row('columnheader', ['Name', 'Length']),
    row('gridcell', ['<a href="/a">Anna</a>', '12 m']),
    row('cell', ['Berta', '9 m']),
  );
  assert.equal(
    await read(`<h1>Boats</h1>${boats}<div role="row"><div role="cell">Outside</div><div role="cell">it</div></div>`),
    `# Boats\n\n| Name | Length |\n| - | - |\n| [Anna](${base_url}a) | 12 m |\n| Berta | 9 m |\n\nOutside\n\nit`,
  );
  const parts = `<h2>Part</h2><p>${'Words. '.repeat(90)}</p>`;
  assert.match(
    await read(grid(row('gridcell', [parts, parts]), row('gridcell', [parts, parts]))),
    /^## Part\n\nWords\. /,
  );
  const item = (word: string) => `<li role="row"><div role="gridcell"><a href="/${word}">${word}</a></div></li>`;
  assert.equal(
    await read(
      `<h1>Boats</h1><ul role="grid">${item('anna')}<li role="row"><div role="gridcell"><p>Berta</p><ul><li>9 m</li></ul></div></li></ul>`,
    ),
    `# Boats\n\n- [anna](${base_url}anna)\n- Berta\n  - 9 m`,
  );
  // Rows are found once, however deep they stand: copied from level to level they took some 5 s.
  const deep = grid('<div>'.repeat(400), row('cell', ['a', 'b']).repeat(20_000));
  assert.match(await read(`<h1>Deep</h1>${deep}`), /^# Deep\n\n\| /);
  const rows = Array.from({ length: 3_000 }, () => '<div role="grid"><div role="row"><div role="cell">').join('a');
  assert.match(await read(`<p>Start</p>${rows}`), /^Start\n/);
});

test('what is no cell of a grid stays: its toolbar and pager, headings between rows, links and pictures that are rows or cells', async () => {
  const row = (...cells: string[]) =>
    `<div role="row">${cells.map((cell) => `<div role="cell">${cell}</div>`).join('')}</div>`;
  const part = (heading: string) => `<section><h3>${heading}</h3>${row('a', 'b')}${row('c', 'd')}</section>`;
  const html = `<h1>Boats</h1><div role="grid"><div><span>Filter</span></div><div>${row('Name', 'Length')}${row('Anna', '12 m')}</div>
      <div>1 to 1 of <a href="/2">9</a></div></div>
    <div role="table">${part('North')}${part('South')}</div>
    <div role="grid"><a role="row" href="/x"><b role="cell">x.txt</b></a><div role="row"><a role="cell" href="/y">y.txt</a></div></div>
    <div role="grid"><div role="row"><img role="cell" src="/p.jpg" alt="P"></div></div>
    <div role="grid"><div role="row">All ${'<a role="cell" href="/z">z</a>'}</div>${row('e', 'f')}${row('g', 'h')}</div>`;
  const { data } = await server.call('crawl', { html, base_url, include: ['content'] });
  const table = (...cells: string[]) =>
    `| | |\n| - | - |\n| ${cells[0]} | ${cells[1]} |\n| ${cells[2]} | ${cells[3]} |`;
  assert.equal(
    data.markdown.replaceAll(base_url, '/'),
    [
      ...['# Boats', 'Filter', table('Name', 'Length', 'Anna', '12 m'), '1 to 1 of [9](/2)'],
      ...['### North', table('a', 'b', 'c', 'd'), '### South', table('a', 'b', 'c', 'd')],
      ...['[x.txt](/x)', '[y.txt](/y)', '![P](/p.jpg)', 'All [z](/z)', table('e', 'f', 'g', 'h')],
    ].join('\n\n'),
  );
});

test('a card that plays something keeps its words; a copy of a slide that leads elsewhere is none', async () => {
  const html = `<h1>Episodes</h1><podcast-episode src="/5.mp3"><h2>Five</h2><p>Notes, with <a href="/guest">a guest</a>.</p></podcast-episode>
    <div><div class="slide"><a href="/a">More</a></div><div class="slide clone"><a href="/a">More</a></div><div class="slide clone"><a href="/b">More</a></div></div>`;
  const { data } = await server.call('crawl', { html, base_url, include: ['content'] });
  assert.equal(
    data.markdown.replaceAll(base_url, '/'),
    '# Episodes\n\n[Audio](/5.mp3)\n\n## Five\n\nNotes, with [a guest](/guest).\n\n[More](/a)\n\n[More](/b)',
  );
});

test('what is a control beside a player describes a picture: the words of a card that is a button, times', async () => {
  const html = `<main><h1>Crew</h1><ul><li><button><img src="/a.jpg"><span>Ada, the captain</span></button></li></ul>
    <div><img src="/t.jpg"><p>The train leaves at <b>10:00</b> from Berlin.</p></div></main>`;
  const { data } = await server.call('extract_media', { html, base_url });
  assert.deepEqual(data.media.images.map(({ desc }: { desc?: string }) => desc).sort(), [
    'Ada, the captain',
    'The train leaves at 10:00 from Berlin.',
  ]);
});

test('what a server streamed at the end of the page stands where its placeholder stood, once', async () => {
  const html = `<main><h1>Harbour</h1><!--$?--><template id="B:0"></template><p>Loading <a href="/wait">why</a></p><!--/$--><p>Below.</p></main>
    <footer>Foot</footer><script>var a = "Late"</script><div hidden id="S:0"><p>Late <a href="/late">words</a> <img alt="A boat" src="/boat.jpg"></p></div>
    <script>$RC=function(b,s){};$RC("B:0","S:0")</script>`;
  const { data } = await server.call('crawl', { html, base_url, main_content_only: true });
  assert.match(
    data.markdown.replaceAll(base_url, '/'),
    /^# Harbour\n\nLate \[words\]\(\/late\) !\[A boat\]\(\/boat\.jpg\)\n\nBelow\.$/,
  );
  const links = (await server.call('extract_links', { html, base_url })).data.links.internal;
  assert.deepEqual(
    links.map(({ href, region }: { href: string; region: string }) => [pathOf(href), region]),
    [['/late', 'main']],
  );
});
