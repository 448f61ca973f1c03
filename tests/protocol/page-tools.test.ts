/** The three page tools through a real client, by plain HTTP, on a helper site. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';
import { tokensOf } from '../helpers/tokens.js';

const HOME = `<!doctype html><html lang="en"><head><title>Home of tests</title><meta name="description" content="A page for tests.">
<base href="/sub/"></head><body>
<nav><a href="/about">About us</a></nav>
<main><h1>Hello</h1><p>Some words, <a href="one?utm_source=x&amp;id=1">the first link</a> and <a href="https://other.example/page#part">another site</a>.</p>
<p><a href="one?id=1">first</a> <a href="mailto:a@b.example">mail</a> <a href="http://[broken">broken</a></p>
<img src="pic.png" srcset="pic-2x.png 2x" alt="A picture" width="300" height="200">
<table><thead><tr><th>Name</th><th>Size</th></tr></thead><tbody><tr><td>Oak</td><td>20</td></tr><tr><td>Ash</td><td>30</td></tr></tbody></table>
</main></body></html>`;

let site: Site;
let server: TestClient;

before(async () => {
  site = await startSite({
    '/': { body: HOME },
    '/moved': { status: 302, headers: { location: '/' } },
    '/gone': { status: 404, body: '<title>Not here</title><a href="/">home</a>' },
    '/file.pdf': { headers: { 'content-type': 'application/pdf', 'content-length': '8' }, body: '%PDF-1.7' },
    '/notes.txt': { headers: { 'content-type': 'text/plain' }, body: 'Just notes.' },
    '/many': {
      body: `<title>Many</title>${Array.from({ length: 5_000 }, (_, i) => `<p><a href="/item/${i}">Item number ${i} of the list</a></p>`).join('')}`,
    },
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

describe('extract_links', () => {
  test('the text first, then what stands on every page, and what leads to the page itself last, whatever its address carries', async () => {
    const html = `<footer><a href="/f">Imprint</a></footer><nav><a href="/n">Menu</a></nav><aside><a href="/a/b">Beside</a></aside>
      <a href="/o">Other</a><main><a href="#tides">Tides</a> <a href="/m">Text</a></main>`;
    const { data } = await server.call('extract_links', { html, base_url: 'https://site.example/a?utm_source=x' });
    assert.deepEqual(
      data.links.internal.map(({ text }: { text: string }) => text),
      ['Text', 'Other', 'Beside', 'Menu', 'Imprint', 'Tides'],
    );
  });

  test('links are absolute, of the base, without tracking, once each, with their place', async () => {
    const { data, isError } = await server.call('extract_links', { url: `${site.url}/` });
    assert.equal(isError, false);
    assert.equal(data.redirected_url, `${site.url}/`);
    assert.equal(data.status_code, 200);
    assert.equal(data.engine, 'http');
    const [first, about] = data.links.internal;
    assert.equal(first.href, `${site.url}/sub/one?id=1`);
    assert.equal(first.text, 'the first link');
    assert.equal(first.count, 2);
    assert.equal(first.region, 'main');
    assert.equal(about.region, 'nav');
    assert.deepEqual(
      data.links.external.map((link: { href: string }) => link.href),
      ['https://other.example/page'],
    );
    assert.deepEqual(data.counts, { internal: 2, external: 1, invalid: 1 });
    assert.deepEqual(data.other_schemes, { mailto: 1 });
  });

  test('a cut list has its share of external links, in document order, main content first', async () => {
    const story = (i: number) =>
      `<a href="https://s${i}.example/">Story ${i}</a> <a href="/user/${i}">User ${i}</a> <a href="/item/${i}">${i} comments</a>`;
    const html = `<nav><a href="/new">New</a></nav><main>${Array.from({ length: 30 }, (_, i) => story(i)).join(' ')}</main>`;
    const given = { html, base_url: 'https://paper.example/', limit: 9 };
    const { data } = await server.call('extract_links', given);
    const texts = ({ links }: typeof data, type: string) => links[type].map(({ text }: { text: string }) => text);
    assert.deepEqual(texts(data, 'external'), ['Story 0', 'Story 1', 'Story 2']);
    assert.deepEqual(texts(data, 'internal').slice(0, 3), ['User 0', '0 comments', 'User 1']);
    const next = await server.call('extract_links', { cursor: data.next_cursor, limit: 3 });
    assert.deepEqual(
      [...texts(next.data, 'external'), ...texts(next.data, 'internal')],
      ['Story 3', 'User 3', '3 comments'],
    );
  });

  test('the whole map is a resource', async () => {
    const { data } = await server.call('extract_links', { url: `${site.url}/` });
    const map = await server.json(`webloupe://results/${data.result_id}/links`);
    assert.equal(map.internal.length, 2);
    assert.equal(map.external.length, 1);
    assert.equal(map.invalid, 1);
  });

  test('a page is named by its title, not by the longer date that links to it too', async () => {
    const post = (title: string, date: string) =>
      `<h2><a href="${date}">${title}</a></h2><p>Posted on <a href="${date}"> <time>${date}</time></a></p>`;
    const html = `<main>${post('誤算', '2016年3月3日')}${post('Spelt', 'October 21, 2026')}<a href="x"><time>May 2026</time></a></main>`;
    const { text } = await server.call('extract_links', { html, base_url: 'https://blog.example/' });
    assert.match(text, /\n- 誤算 <[^>]*> \(×2\)\n- Spelt <[^>]*> \(×2\)\n- May 2026 </);
  });

  test('5,000 links: the answer fits, says where it was cut, goes on, and the resource holds all', async () => {
    const first = await server.call('extract_links', { url: `${site.url}/many`, limit: 5_000 });
    assert.ok(tokensOf(first.text) <= 8_000, `text ${tokensOf(first.text)}`);
    assert.ok(tokensOf(first.data) <= 8_000, `structured ${tokensOf(first.data)}`);
    assert.equal(first.data.total, 5_000);
    assert.ok(first.data.returned > 50 && first.data.returned < 5_000);
    assert.equal(first.data.links.internal.length, first.data.returned);
    const hits = site.hits.length;
    const next = await server.call('extract_links', { cursor: first.data.next_cursor, limit: 10 });
    assert.equal(next.data.links.internal[0].href, `${site.url}/item/${first.data.returned}`);
    const { returned } = first.data;
    assert.ok(first.text.includes(`Showing ${returned} of 5000. For more: `) && first.data.offset === undefined);
    assert.equal(next.data.offset, returned);
    assert.ok(next.text.includes(`Showing ${returned + 1}-${returned + 10} of 5000. For more: `), next.text);
    assert.equal(site.hits.length, hits, 'going on reads nothing anew');
    const map = await server.json(`webloupe://results/${first.data.result_id}/links`);
    assert.equal(map.internal.length, 5_000);
  });

  test('score_links orders by score and sums the page up', async () => {
    const ask = { url: `${site.url}/`, score_links: true, verbose: true };
    const { data, text } = await server.call('extract_links', ask);
    assert.match(text, /\n- the first link <\S+> \(\d\.\d, intrinsic \d\.?\d* = base 2 \+ /);
    const scores = [...data.links.internal].map((link: { intrinsic_score: number }) => link.intrinsic_score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
    assert.ok(data.links.internal[0].intrinsic_parts.base > 0);
    for (const link of data.links.internal) assert.equal(link.total_score, link.intrinsic_score);
    assert.equal(typeof data.score_summary.mean, 'number');
    const crawled = await server.call('crawl', { url: `${site.url}/`, include: ['links'], score_links: true });
    for (const one of [text, crawled.text])
      assert.match(one, /\nScores of links: mean \d\.?\d*, \d above 7, \d below 3\.\n/);
  });

  test('group_by counts domains', async () => {
    const { data } = await server.call('extract_links', { url: `${site.url}/`, group_by: 'base_domain' });
    assert.deepEqual(
      data.groups.map(({ base_domain, count }: { base_domain: string; count: number }) => [base_domain, count]),
      [
        ['127.0.0.1', 2],
        ['other.example', 1],
      ],
    );
  });
});

test('a page that shows one slide of many says so; one with a hidden dialog does not', async () => {
  const crawl = (shown: string, hidden: string) =>
    server.call('crawl', {
      html: `<h1>Talk</h1><section>${shown}</section><section style="display:none">${hidden}</section>`,
      base_url: 'https://talks.example/',
      include: ['content'],
    });
  const [much, little] = ['A slide of words. '.repeat(200), 'A slide of words. '.repeat(100)];
  assert.match((await crawl(little, much)).data.warnings.join(), /^most text of the page is hidden \(slides, views\) /);
  assert.equal((await crawl(much, little)).data.warnings, undefined);
  assert.equal((await crawl('Hello.', 'Accept cookies? '.repeat(50))).data.warnings, undefined);
});

test('named players and pictures: data attributes, JSON in them, custom elements', async () => {
  const { data } = await server.call('extract_media', {
    html: `<h1>Films</h1><p data-playlist='[{"title":"One","file":"/one.mp4"},{"title":"Two","file":"/two.mp3"}]'>Play</p>
      <x-player src="/live.m3u8"></x-player><x-image src="/a.jpg"></x-image><p data-setbg="/b.jpg"></p>`,
    base_url: 'https://films.example/',
  });
  const { videos, audio, images } = data.media;
  const of = (items: { src: string; alt: string }[]) => items.map(({ src, alt }) => `${new URL(src).pathname} ${alt}`);
  assert.deepEqual(
    [of(videos).sort(), of(audio), of(images).sort()],
    [['/live.m3u8 ', '/one.mp4 One'], ['/two.mp3 Two'], ['/a.jpg ', '/b.jpg ']],
  );
});

test('the words of drawings are told', async () => {
  const { data } = await server.call('crawl', {
    html: '<h1>Plan</h1><svg><g><text>Get money</text><text>Go shopping</text></g></svg>',
    base_url: 'https://plans.example/',
    include: ['content'],
  });
  assert.equal(data.markdown, '# Plan\n\nGet money · Go shopping');
});

test('closed tabs and questions are content, under the name of their tab, and their links are hidden', async () => {
  const crawl = async (body: string, more = {}) => {
    const html = `<h1>Manual</h1>${body}`;
    return (await server.call('crawl', { html, base_url: 'https://docs.example/', ...more })).data;
  };
  const tabs = (closed: string, panel = 'role=tabpanel') =>
    `<ul role=tablist><li role=tab id=n>npm<li role=tab id=p>pnpm</ul><div ${panel} aria-labelledby=n>npm i x</div>
    <div ${panel} aria-labelledby=p hidden>${closed}</div>`;
  const told = '# Manual\n\n- npm\n- pnpm\n\n**npm**\n\nnpm i x';
  const data = await crawl(tabs('pnpm add x, <a href=/why>why</a><span hidden>Secret</span>'));
  assert.equal(data.markdown, `${told}\n\n**pnpm**\n\npnpm add x, [why](https://docs.example/why)`);
  assert.deepEqual([data.links.internal[0].hidden, data.hidden_text_removed, data.warnings], [true, 1, undefined]);
  const table = tabs('<table><tr><th>Size<th>Price<tr><td>S<td>9<tr><td>M<td>10</table>');
  assert.deepEqual((await crawl(table)).tables[0].rows.at(-1), ['M', '10']);
  assert.equal((await crawl(tabs('<p> </p>'))).markdown, told);
  assert.match((await crawl(tabs('<h2>pnpm</h2>Add x'))).markdown, /npm i x\n\n## pnpm\n\nAdd x$/);
  assert.match((await crawl(tabs('<img src=/p alt=P>'))).markdown, /\*\*pnpm\*\*\n\n!\[P\]/);
  assert.match((await crawl(tabs('P').replace('pnpm', '2026'))).markdown, /\*\*2026\*\*\n\nP$/);
  assert.match((await crawl(tabs('P').replace('pnpm', '2'))).markdown, /npm i x\n\nP$/);
  const accordion = `<div role=tab id=n>\n <h4>\n <i>1.</i> npm\n <b></b></h4>\n</div>\n <div role=tabpanel aria-labelledby=n>\n npm i x</div>`;
  assert.equal((await crawl(accordion)).markdown, '# Manual\n\n#### *1.* npm\n\nnpm i x', 'its name stands above it');
  const slides = tabs('Second', 'role=tabpanel aria-roledescription=slide');
  assert.match((await crawl(slides)).markdown, /- pnpm\n\nnpm i x\n\nSecond$/);
  for (const panel of [
    'role=region aria-labelledby=q hidden',
    'role=region aria-labelledby=q style="display:none"',
    'role=tabpanel aria-labelledby=q hidden',
    'hidden=until-found',
  ]) {
    const question = `<h3 id=q>Trial?</h3><div ${panel}><p>Yes.</p></div>`;
    assert.equal((await crawl(question)).markdown, '# Manual\n\n### Trial?\n\nYes.', panel);
    assert.doesNotMatch((await crawl(`<nav>${question}</nav>`)).markdown, /Yes/, panel);
  }
  const settings = '<div role=region aria-labelledby=s hidden><h2 id=s>Settings</h2>Dark</div>';
  for (const other of ['<p hidden>Other</p>', settings]) assert.equal((await crawl(other)).markdown, '# Manual');
  const { text } = await server.call('crawl', {
    html: '<h1>Manual</h1><p hidden>Other</p>',
    base_url: 'https://docs.example/',
    css_selector: '[hidden]',
    include: ['content'],
  });
  assert.match(text, /\nNothing of what was asked for is shown on this page: its text is hidden\.$/);
});

test('pictures that stand in the page itself are told of where they are no sign or preview', async () => {
  const said = async (img: string, include: string) => {
    const html = `<h1>Plot</h1><p>Heights.</p>${img}`;
    const { data } = await server.call('crawl', { html, base_url: 'https://plots.example/', include: [include] });
    return data.warnings?.join();
  };
  const picture = (chars: number) => `data:image/png;base64,${'A'.repeat(chars)}`;
  for (const include of ['content', 'media']) {
    assert.match(await said(`<img src="${picture(12_000)}">`, include), /\(data:\).* capture shows them/, include);
    for (const more of ['data-src=/plot.png', 'srcset="/plot.png 2x"'])
      assert.equal(await said(`<img src="${picture(12_000)}" ${more}>`, include), undefined, `${include} ${more}`);
    const chosen = `<picture><source srcset=/plot.webp><img src="${picture(12_000)}"></picture>`;
    assert.equal(await said(chosen, include), undefined, include);
    assert.equal(await said(`<img src="${picture(9_000)}">`, include), undefined, include);
  }
});

test('a card that is one empty link is named by what aria-labelledby points to', async () => {
  const card = (i: number, name: string) =>
    `<article><img src="${i}.png" aria-labelledby="by n${i}"><a href="/p/${i}" aria-labelledby="n${i}"></a><h3 id="n${i}">${name}</h3></article>`;
  const html = `${card(1, 'Blue <b>kett</b>le<br>2 l')}${card(2, 'Red pan')}<p id="by" hidden>Photo of</p>
    <a href="/p/3" aria-labelledby="nowhere" aria-label="Lid"></a> <a href="/p/4" aria-labelledby="n2">Spoon</a>`;
  const { data } = await server.call('crawl', { html, base_url: 'https://shop.example/' });
  assert.deepEqual(
    data.links.internal.map(({ text }: { text: string }) => text),
    ['Blue kettle 2 l', 'Red pan', 'Lid', 'Spoon'],
  );
  assert.deepEqual(
    data.media.images.map(({ alt }: { alt: string }) => alt),
    ['Photo of Blue kettle 2 l', 'Photo of Red pan'],
  );
  assert.match(data.markdown, /\[Red pan\]\(https:\/\/shop\.example\/p\/2\)/);
});

test('an article with its languages above its text and a box of facts beside it', async () => {
  const languages = ['de', 'fr', 'ja'].map((tag) => `<li><a href="/${tag}" hreflang="${tag}">${tag}</a>`).join('');
  const html = `<html lang="en-GB"><title>Otter - Wiki</title><main><header><h1>Otter</h1><ul>${languages}</ul></header>
    <table><tr><th colspan="2">Otter</th></tr><tr><td>Kingdom</td><td>Animals</td></tr></table>
    <p>Otters eat <a href="/fish" hreflang="en">fish</a> and crabs, and live where there is water, in rivers and at the sea.</p></main>`;
  const given = { html, base_url: 'https://wiki.example/otter' };
  const { data } = await server.call('extract_links', given);
  assert.deepEqual(
    data.links.internal.map(({ text, region }: { text: string; region: string }) => `${text} ${region}`),
    ['fish main', 'de nav', 'fr nav', 'ja nav'],
  );
  const { data: page } = await server.call('crawl', { ...given, main_content_only: true });
  assert.match(page.markdown, /^# Otter\n/);
});

test('a line of a link says what tells of the target: what rel has to say of it, where it stands, that it is hidden', async () => {
  const html = `<a href="/a" rel="noopener noreferrer">A</a> <a href="/b" rel="noopener ugc nofollow sponsored">B</a>
    <a href="/c" title="Sea"></a> <a href="/d"></a> <a href="/e" style="display:none">E</a><nav><a href="/f">F</a></nav>`;
  const { text } = await server.call('extract_links', { html, base_url: 'https://site.example/' });
  const lines = text.slice(text.indexOf('\n- A')).replaceAll('https://site.example', '');
  const noted = ['A </a>', 'B </b> (ugc, nofollow, sponsored)', 'Sea </c>', '</d>', 'E </e> (hidden)', 'F </f> (nav)'];
  assert.equal(lines, noted.map((line) => `\n- ${line}`).join(''));
});

describe('extract_media', () => {
  test('a picture is described by the name of its link before what stands beside that, but after the words in it', async () => {
    const beside = '<h3>News</h3><p>Rain all week. 3 hours ago</p>';
    const html = `<div><a href="/a" aria-label="Bridge opens early"><img src="a.jpg" alt=""></a>${beside}</div>
      <div><a href="/b" title="Otters return"><span><img src="b.jpg"></span></a>${beside}</div>
      <div><a href="/c" title="Read on"><img src="c.jpg"><b>Tram line approved</b></a>${beside}</div>`;
    const { data } = await server.call('extract_media', { html, base_url: 'https://news.example/' });
    assert.deepEqual(
      data.media.images.map(({ desc }: { desc: string }) => desc),
      ['Bridge opens early', 'Otters return', 'Tram line approved'],
    );
  });

  test('images with variants, absolute, from html and base_url', async () => {
    const { data } = await server.call('extract_media', { html: HOME, base_url: 'https://site.example/x/' });
    assert.deepEqual(
      data.media.images.map((image: { src: string }) => image.src),
      ['https://site.example/sub/pic-2x.png', 'https://site.example/sub/pic.png'],
    );
    assert.equal(data.media.images[0].alt, 'A picture');
    assert.equal(data.media.images[0].width, 300);
    assert.equal(data.engine, undefined);
  });

  test('of each picture the largest variant comes first, also where src is one of its srcset', async () => {
    const picture = (name: string) =>
      `<img src="${name}-9.jpg" srcset="${name}-3.jpg 300w, ${name}-12.jpg 1200w, ${name}-9.jpg 900w" alt="${name}">`;
    const lazy = '<img data-src="z-6.jpg" data-srcset="z-3.jpg 300w, z-6.jpg 600w">';
    const html = `<main>${picture('x')}${picture('y')}${lazy}</main>`;
    const { data } = await server.call('extract_media', { html, base_url: 'https://site.example/' });
    assert.deepEqual(
      data.media.images.map(({ src, width, descriptor }: { src: string; width: number; descriptor: string }) => [
        src.split('/').at(-1),
        width,
        descriptor,
      ]),
      [
        ['x-12.jpg', 1200, '1200w'],
        ['y-12.jpg', 1200, '1200w'],
        ['z-6.jpg', 600, '600w'],
        ['x-9.jpg', 900, '900w'],
        ['x-3.jpg', 300, '300w'],
        ['y-9.jpg', 900, '900w'],
        ['y-3.jpg', 300, '300w'],
        ['z-3.jpg', 300, '300w'],
      ],
    );
  });

  test('many variants wait until they are asked for: each picture once is told first', async () => {
    const widths = [200, 400, 600, 800, 1_000, 1_200, 1_400];
    const picture = (name: string) =>
      `<img src="${name}.jpg" srcset="${widths.map((width) => `${name}-${width}.jpg ${width}w`).join(', ')}" alt="${name}">`;
    const page = { html: `<main>${picture('x')}${picture('y')}</main>`, base_url: 'https://site.example/' };
    const files = ({ images }: { images: { src: string }[] }) => images.map(({ src }) => src.split('/').at(-1));
    const { data, text } = await server.call('extract_media', page);
    assert.deepEqual(files(data.media), ['x-1400.jpg', 'y-1400.jpg']);
    assert.deepEqual([data.total, data.returned, data.counts.variants], [16, 2, 14]);
    assert.match(text, /\n16 images \(variants among them: 14, which follow\), .*\nShowing 2 of 16\. For more: /);
    const rest = (await server.call('extract_media', { cursor: data.next_cursor })).data;
    assert.deepEqual([rest.offset, rest.returned, rest.next_cursor], [2, 14, undefined]);
    assert.match(
      (await server.call('extract_media', { cursor: data.next_cursor })).text,
      /\nShowing 3-16 of 16\. These are/,
    );
    const all = (await server.call('extract_media', { ...page, limit: 50 })).data;
    assert.deepEqual(files(all.media), [...files(data.media), ...files(rest.media)]);
    const crawled = await server.call('crawl', { ...page, include: ['media'] });
    assert.deepEqual(files(crawled.data.media), files(data.media));
    const [cut] = crawled.data.cut;
    assert.deepEqual([cut.total, cut.returned, cut.variants, crawled.data.next_cursor], [16, 2, 14, undefined]);
    assert.match(crawled.text, /\nmedia: 2 of 16 items shown, 14 are variants; whole: webloupe:/);
    assert.equal((await server.json(cut.resource)).images.length, 16);
  });

  test('what metadata says of one source of a player is said of the player', async () => {
    const html = `<meta property="og:video" content="/b.mp4"><script type="application/ld+json">{"@type": "VideoObject",
      "name": "Over the bridge", "contentUrl": "https://site.example/b.mp4"}</script><video poster="p.jpg">
      <source src="/b.m3u8" type="application/x-mpegurl"><source src="/b.mp4"></video><video src="/c.mp4"></video>`;
    const { data } = await server.call('extract_media', { html, base_url: 'https://site.example/' });
    assert.deepEqual(
      data.media.videos.map(({ src, alt }: { src: string; alt: string }) => [src, alt]),
      [
        ['https://site.example/b.m3u8', 'Over the bridge'],
        ['https://site.example/c.mp4', ''],
      ],
    );
  });

  test('the text names posters, and counts variants where there are some', async () => {
    const html = '<img src="a.png" srcset="a2.png 2x, a3.png 3x"><video src="v.mp4" poster="p.jpg"></video>';
    const { data, text } = await server.call('extract_media', { html, base_url: 'https://site.example/' });
    assert.deepEqual(data.counts, { images: 3, variants: 2, videos: 1, audio: 0, filtered: {} });
    assert.match(text, /\n3 images \(variants among them: 2\), 1 video, 0 audio\.\n/);
    assert.match(text, /<https:\/\/site\.example\/v\.mp4> poster <https:\/\/site\.example\/p\.jpg> \(/);
  });

  test('the text tells an alternative text from one that stands near, and names sources, tracks and parts of scores', async () => {
    const html = `<p><img src="a.png" alt="A rose" height="60">Text <img src="b.png">beside</p><video><source src="v.webm">
      <source src="v.mp4"><track src="v.vtt"></video><iframe src="https://player.vimeo.com/video/123456" width="64" height="36"></iframe>
      <meta property="og:video" content="/v.mp4"><meta property="video:duration" content="75"><meta property="og:image" content="/o.png">`;
    const { text } = await server.call('extract_media', { html, base_url: 'https://site.example/', verbose: true });
    assert.match(text, /\n- A rose <https:\/\/site\.example\/a\.png> \(.*, \?×60\)/);
    assert.match(text, /\n- desc: beside <https:\/\/site\.example\/b\.png> \(\d\.\d = base 3 \+ .*\)/);
    assert.match(text, /\n- <\S+\/v\.webm> or <\S+\/v\.mp4> \(video, .*, 1:15, source, 1 track\)\n/);
    assert.match(text, /\n- <\S+\/video\/123456> watch <https:\/\/vimeo\.com\/123456> \(video, .*, 64×36, embed\)\n/);
    assert.match(text, /\n- <\S+\/o\.png> \(\d.*, og:image\)\n/);
  });

  test('images that options leave out are counted, each address once', async () => {
    const html = `<img src="a.png" alt="A"><img src="https://cdn.example/b.png"><img src="https://cdn.example/b.png">
      <img src="https://ads.example/c.png"><link rel=icon href="i.ico">`;
    const options = { exclude_external_images: true, exclude_domains: ['ads.example'], image_score_threshold: 2 };
    const ask = { html, base_url: 'https://site.example/', ...options };
    const { data, text } = await server.call('extract_media', ask);
    const filtered = { exclude_external_images: 1, exclude_domains: 1, image_score_threshold: 1 };
    assert.deepEqual(data.counts.filtered, filtered);
    assert.match(text, /\n1 image, 0 videos, 0 audio; images not listed: 1 by exclude_external_images, 1 by /);
  });

  test('domains are read as people write them, for links and pictures alike; what is none is said', async () => {
    const html = '<img src="https://cdn.example/b.png"><a href="https://cdn.example/b">B</a>';
    for (const tool of ['extract_links', 'extract_media']) {
      const exclude_domains = ['https://CDN.example/', 'spam .com'];
      const { data } = await server.call(tool, { html, base_url: 'https://site.example/', exclude_domains });
      assert.deepEqual(data.filtered ?? data.counts.filtered, { exclude_domains: 1 }, tool);
      assert.deepEqual(data.warnings, ['exclude_domains: "spam .com" is no domain; write it as example.com']);
      const several = {
        html,
        base_url: 'https://site.example/',
        exclude_domains: ['https://spam.example, cdn.example'],
      };
      assert.equal((await server.call(tool, several)).data.warnings, undefined);
      assert.deepEqual((await server.call(tool, several)).text.match(/1 by exclude_domains/g)?.length, 1, tool);
    }
  });

  test('what a player is called does not depend on whether images are wanted', async () => {
    const html = '<h1>Shop</h1><p><img src="a.png">Lamps of brass</p><video src="v.mp4"></video>';
    const ask = { html, base_url: 'https://site.example/' };
    const { data } = await server.call('extract_media', ask);
    const without = await server.call('extract_media', { ...ask, exclude_all_images: true });
    assert.equal(without.data.media.images.length, 0);
    const known = ({ group_id: _, ...video }: Record<string, unknown>) => video;
    assert.deepEqual(known(without.data.media.videos[0]), known(data.media.videos[0]));
  });
});

describe('crawl', () => {
  test('what follows a page is told with its content, once that is told to its end', async () => {
    const next = '<a rel="nofollow next" href="?p=2&utm_source=x#top">2</a><a rel=next href="?p=9">9</a>';
    const page = (count: number, link = next) => ({
      html: `<link rel=next href="#end"><link rel="next-door" href="/x"><main>${'<p>It rained on the ferry all day. '.repeat(count)}</main>${link}`,
      base_url: 'https://me:secret@site.example/thread?utm_medium=y',
    });
    const next_page = 'https://site.example/thread?p=2';
    const short = await server.call('crawl', { ...page(9), include: ['content'] });
    assert.deepEqual(short.data.metadata, { next_page });
    assert.match(short.text, /\nnext_page: https:\/\/site\.example\/thread\?p=2\n\n# Content\n/);
    assert.equal((await server.call('crawl', page(9))).data.metadata.next_page, next_page);
    const first = await server.call('crawl', { ...page(900), include: ['content'] });
    assert.equal(first.data.metadata, undefined);
    const last = await server.call('crawl', { cursor: first.data.next_cursor });
    assert.deepEqual([last.data.metadata, last.data.next_cursor], [{ next_page }, undefined]);
    assert.equal((await server.call('crawl', { ...page(9, ''), include: ['content'] })).data.metadata, undefined);
    assert.equal((await server.call('crawl', { ...page(0), include: ['links'] })).data.metadata, undefined);
  });

  test('the feeds of a page are told with what they are called', async () => {
    const link = (href: string, title: string) =>
      `<link rel=alternate type=application/rss+xml href="${href}" title="${title}">`;
    const html = `<title>Log</title>${link('/feed', 'Log: entries')}${link('/said', '')}<p>It rained.`;
    const page = { html, base_url: 'https://site.example/a', include: ['metadata'] };
    const { text, data } = await server.call('crawl', page);
    assert.deepEqual(data.metadata.feeds, [
      { href: 'https://site.example/feed', title: 'Log: entries' },
      { href: 'https://site.example/said', title: '' },
    ]);
    assert.match(text, /\nfeed: Log: entries <https:\/\/site.example\/feed>\nfeed: <https:\/\/site.example\/said>/);
    assert.equal((await server.call('crawl', { ...page, include: ['content'] })).data.metadata, undefined);
  });

  test('what is called the next page is told where no rel says what follows', async () => {
    const nextOf = async (html: string) =>
      (await server.call('crawl', { html: `<main>${html}</main>`, base_url: 'https://site.example/a' })).data.metadata
        .next_page;
    for (const html of [
      '<a class="pages__link page__link--prev" href=/z>Before</a><a class="pager-link pager-link--next" href=/b>Weiter</a><a class="pager next" href=/c>c</a>',
      '<a href=/z>1</a> <a class="next page-numbers" href=/b>»</a>',
      '<ul><li class="pagination-item next"><a href=/b>Next</a></ul>',
      '<a class="pager next" href=/c>c</a><a rel=next href=/b>b</a>',
      '<ul class=pagination><li><a href=/z aria-label=Previous>«</a><li><a href=/b aria-label=Next><span>»</span></a></ul>',
      '<ul class=pagination><li class=page-item><a class=page-link href=/z>1</a><li class=page-item><a class=page-link href=/b>Next ›</a></ul>',
      '<nav><a class=PageItem aria-label="Go to page 1" href=/z>1</a><a class=PageItem aria-label="Go to next page" href=/b><svg></svg></a></nav>',
      '<a href=/z>1</a> <a href=/b>Nächste Seite →</a>',
      '<a href=/z>1</a> <a href=/b>下一页</a>',
    ])
      assert.equal(await nextOf(html), 'https://site.example/b', html);
    for (const html of [
      '<a href=/z>Newer posts →</a><a href=/page/2>← Older posts</a>',
      '<a href=/z>Older post</a><a href=/page/2 title="Ältere Beiträge"><svg></svg></a>',
      '<a href=/archive>Older posts</a><a href=/page/2>Older posts</a>',
    ])
      assert.equal(await nextOf(html), 'https://site.example/page/2', html);
    for (const html of [
      '<li class="item item--next"><a href=/next>Next</a>',
      '<a class="story-next" href=/b>Next story</a>',
      '<a class="pager next-steps" href=/b>Next steps</a>',
      '<a class="pager next" href="#slide-2">Next</a>',
      '<a class="pager next" href=https://other.example/b>Next</a>',
      '<a class="pager next" href=/b hidden>Next</a>',
      '<section class="page next"><a href=/b>b</a></section>',
      '<nav><a href=/b>Next</a></nav><section class=pages><ul><li><div><a href=/b>Next</a></div></ul></section>',
      '<main class="page home"><p>Read on: <a href=/b>Next</a></p></main>',
      '<ul class=pagination><li><a href=/b>Next story of the sea</a><li><a href=/b>Nextcloud</a></ul>',
    ])
      assert.equal(await nextOf(html), undefined, html);
  });

  test('a page of a smaller number is not the next one, whatever its class says', async () => {
    const nextOf = async (from: string, to: string) => {
      const html = `<main><a class="pagination__item pagination__item--next" href="${to}">«</a></main>`;
      const { data } = await server.call('crawl', { html, base_url: `https://site.example${from}` });
      return data.metadata.next_page?.replace('https://site.example', '');
    };
    for (const [from, to] of [
      ['/c?page=2', '/c?page=1'],
      ['/c?page=10&by=price', '/c?page=9&by=price'],
      ['/c/page/3/', '/c/page/2/'],
    ] as const) {
      assert.equal(await nextOf(from, to), undefined, from);
      assert.equal(await nextOf(to, from), from);
    }
    assert.equal(await nextOf('/c?before=120', '/c?before=100'), '/c?before=100');
    assert.equal(await nextOf('/a?page=2', '/b?page=1'), '/b?page=1');
  });

  test('what a shop says of its variants in JSON-LD is told with its text alone, once', async () => {
    const offers = { price: '34.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' };
    const jsonld = JSON.stringify({ '@type': 'Product', name: 'Mat', offers });
    const page = (count: number) => ({
      html: `<script type="application/ld+json">${jsonld}</script><main>${'<p>It lies flat from the first day on. '.repeat(count)}</main><a rel=next href=/b>b</a>`,
      base_url: 'https://site.example/a',
      include: ['content'],
    });
    const facts = ['Product Mat: 34.00 EUR, InStock'];
    const short = await server.call('crawl', page(9));
    assert.deepEqual(short.data.metadata, { facts, next_page: 'https://site.example/b' });
    assert.match(short.text, /\nfact: Product Mat: 34\.00 EUR, InStock\n/);
    const first = await server.call('crawl', page(900));
    assert.deepEqual(first.data.metadata, { facts });
    const last = await server.call('crawl', { cursor: first.data.next_cursor });
    assert.deepEqual(last.data.metadata, { next_page: 'https://site.example/b' });
    assert.equal((await server.call('crawl', { ...page(9), include: ['links'] })).data.metadata, undefined);
    const long = { ...page(900), html: `${page(900).html}<h2>Returns</h2><p>Thirty days.` };
    const late = await server.call('crawl', { ...long, query: 'returns' });
    assert.deepEqual([late.data.metadata.facts, /Thirty days/.test(late.data.markdown)], [facts, true]);
  });

  test('what the Link header says of a page is told where the page does not say so itself, in either engine', async () => {
    const link = '</all>; rel="canonical", <?page=2>; rel="next", <#x>; rel=license, </by>; rel=license';
    await using own = await startSite({
      '/items': { headers: { link, 'content-type': 'application/json' }, body: '[{"id":1}]' },
      '/page': { headers: { link }, body: '<link rel=canonical href=/mine><title>Tides</title><p>High water at six.' },
    });
    const said = async (path: string, engine: string) => {
      const { data } = await server.call('crawl', { url: own.url + path, engine });
      const { canonical, next_page, license } = data.metadata;
      return [canonical, next_page, license];
    };
    const of = (path: string, canonical: string) => [canonical, `${path}?page=2`, '/by'].map((at) => own.url + at);
    for (const engine of ['http', 'browser']) {
      assert.deepEqual(await said('/items', engine), of('/items', '/all'));
      assert.deepEqual(await said('/page', engine), of('/page', '/mine'));
    }
  });

  test('metadata, markdown, links, media and tables of one page', async () => {
    const { data, text } = await server.call('crawl', { url: `${site.url}/moved` });
    assert.equal(data.success, true);
    assert.equal(data.url, `${site.url}/moved`);
    assert.equal(data.redirected_url, `${site.url}/`);
    assert.ok(text.startsWith(`${site.url}/ (asked: ${site.url}/moved) [status 200; engine http`), text.slice(0, 200));
    assert.equal(data.metadata.title, 'Home of tests');
    assert.match(data.markdown, /# Hello/);
    assert.ok(data.markdown.includes(`](${site.url}/sub/one?id=1`), 'links in markdown are absolute');
    assert.deepEqual(data.tables[0].headers, ['Name', 'Size']);
    assert.deepEqual(data.tables[0].rows, [
      ['Oak', '20'],
      ['Ash', '30'],
    ]);
    assert.match(text, /untrusted web content/);
  });

  test('metadata stands whole where it is short; of much of it the first that fits, title and description before all', async () => {
    const about = 'The ferry to the islands sails again after eleven weeks. '.repeat(5).trim();
    const og = (count: number) =>
      Array.from({ length: count }, (_, i) => `<meta property="og:p${i}" content="${i}">`).join('');
    const given = (count: number) => ({
      html: `<title>Ferry</title><meta name="description" content="${about}">${og(count)}<meta name="twitter:card" content="c">
        <script type="application/ld+json">{"@type":"Article"}</script>`,
      base_url: 'https://site.example/',
      include: ['metadata'],
    });
    const { data, text } = await server.call('crawl', given(3));
    const { title, description, jsonld_types } = data.metadata;
    assert.deepEqual([title, description, jsonld_types], ['Ferry', about, ['Article']]);
    assert.deepEqual(
      [data.metadata.og, data.metadata.twitter],
      [{ 'og:p0': '0', 'og:p1': '1', 'og:p2': '2' }, { 'twitter:card': 'c' }],
    );
    assert.match(text, /\ntitle: Ferry\ndescription: The ferry .*\nJSON-LD: Article$/);
    const many = (await server.call('crawl', given(99))).data.metadata;
    assert.deepEqual([many.title, many.description, Object.keys(many.og).length], ['Ferry', about, 15]);
  });

  test('include takes only the parts named; the others can still be had as resources', async () => {
    const { data } = await server.call('crawl', { url: `${site.url}/`, include: ['tables'] });
    assert.equal(data.links, undefined);
    assert.equal(data.markdown, undefined);
    assert.equal(data.tables.length, 1);
    const map = await server.json(`webloupe://results/${data.result_id}/links`);
    assert.equal(map.internal.length, 2);
    const { contents } = await server.client.readResource({ uri: `webloupe://results/${data.result_id}/markdown` });
    assert.match(String(contents[0] && 'text' in contents[0] ? contents[0].text : ''), /Some words/);
  });

  test('a 404 is an answer: success false, the status, and what could be read', async () => {
    const { data, isError } = await server.call('crawl', { url: `${site.url}/gone` });
    assert.equal(isError, false);
    assert.equal(data.success, false);
    assert.equal(data.status_code, 404);
    assert.match(data.error_message, /^http_error/);
    assert.equal(data.links.internal[0].href, `${site.url}/`);
    for (const tool of ['crawl', 'extract_links', 'extract_media', 'preview_links']) {
      const { text } = await server.call(tool, { url: `${site.url}/gone` });
      assert.match(text, /\nFailed: http_error: the server answered 404\. All here is of its error page\.\n/, tool);
    }
  });

  test('a 429 says when to come back', async () => {
    await using busy = await startSite({
      '*': { status: 429, headers: { 'retry-after': '7' }, body: '<title>Busy</title>' },
    });
    const { data } = await server.call('crawl', { url: `${busy.url}/` });
    assert.equal(data.success, false);
    assert.match(data.error_message, /^rate_limited: the server answered 429; come back in 7 s$/);
  });

  test('a page that is told to come back in a moment is asked for once more, after that', async () => {
    let busy = 1;
    const answers = { status: 429, headers: { 'retry-after': '1' }, body: '<title>Busy</title>' };
    await using own = await startSite({
      '*': (_request, response) => {
        if (busy-- > 0) response.writeHead(answers.status, answers.headers).end(answers.body);
        else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Roses</title><p>All of them.');
      },
    });
    const ask = () => server.call('crawl', { url: `${own.url}/`, cache_mode: 'bypass' });
    const started = performance.now();
    const { data } = await ask();
    assert.deepEqual([data.success, data.metadata.title], [true, 'Roses']);
    assert.ok(performance.now() - started > 1_000, 'the pause is kept');
    busy = 9;
    assert.match((await ask()).data.error_message, /^rate_limited: the server answered 429; come back in 1 s$/);
    assert.equal(own.hits.length, 4, 'twice each');
  });

  test('what is left of page_timeout after a slow answer shortens no pause that is waited for', async () => {
    const headers = { 'retry-after': '1.5' };
    await using own = await startSite({
      '*': (_request, response) => {
        const answer = () => response.writeHead(own.hits.length > 1 ? 200 : 429, headers).end('<p>All of them.');
        setTimeout(answer, own.hits.length > 1 ? 0 : 700);
      },
    });
    const { data } = await server.call('crawl', { url: `${own.url}/`, page_timeout: 2_000 });
    assert.deepEqual([data?.success, own.hits.length], [true, 2]);
  });

  test('extract_links lists the links that patterns ask for, and says how many it left out', async () => {
    const html = '<a href="/a.pdf">A</a><a href="/b.html">B</a><a href="/old/c.pdf">C</a>';
    const ask = (fields: Record<string, unknown>) =>
      server.call('extract_links', { html, base_url: 'https://docs.example/', limit: 1, ...fields });
    const { data, text } = await ask({ include_patterns: '*.pdf', exclude_patterns: ['*/old/*'] });
    assert.deepEqual([data.total, data.links.internal[0].href], [1, 'https://docs.example/a.pdf']);
    assert.match(text, /1 internal and 0 external links; not listed: 1 by include_patterns, 1 by exclude_patterns\./);
    const first = await ask({ include_patterns: ['*.pdf'] });
    const next = await server.call('extract_links', { cursor: first.data.next_cursor });
    assert.deepEqual(next.data.links.internal[0].href, 'https://docs.example/old/c.pdf');
    const none = await ask({ include_patterns: 'zip' });
    assert.match(none.text, /Note: include_patterns: no link matches; patterns are globs on the whole URL/);
    for (const other of [{ exclude_patterns: ['*.pdf'] }, { exclude_domains: ['docs.example'] }]) {
      const { data } = await ask({
        include_patterns: ['*.pdf'],
        ...other,
        html: `${html}<a href="https://a.example/">D</a>`,
      });
      assert.match(data.warnings.join(), /^include_patterns: no link that the other filters leave matches; /);
    }
  });

  test('a PDF is refused from its headers, plain text is told as it is', async () => {
    const pdf = await server.call('crawl', { url: `${site.url}/file.pdf` });
    assert.equal(pdf.isError, true);
    assert.match(pdf.text, /^not_html: .*application\/pdf.*Next: /);
    const notes = await server.call('crawl', { url: `${site.url}/notes.txt` });
    assert.equal(notes.data.markdown, 'Just notes.');
  });

  test('a page read by one tool is not fetched again by the next, unless asked', async () => {
    await server.call('extract_links', { url: `${site.url}/?cache` });
    for (const [options, fetches] of [
      [{}, 0],
      [{ page_timeout: 20_000, check_robots_txt: false, score_links: true }, 0],
      [{ user_agent: 'other' }, 1],
      [{ headers: { 'x-key': '1' } }, 1],
      [{ locale: 'de-CH' }, 1],
      [{ cache_mode: 'bypass' }, 1],
    ] as const) {
      const hits = site.hits.length;
      const { text } = await server.call('crawl', { url: `${site.url}/?cache`, ...options });
      assert.equal(site.hits.length - hits, fetches, text);
    }
    const sent = site.hits.slice(-4).map(({ headers }) => headers);
    const agent = sent[3]?.['user-agent'];
    assert.match(agent ?? '', /^webloupe\//);
    assert.deepEqual(
      sent.map((headers) => [headers['user-agent'], headers['x-key'], headers['accept-language']]),
      [
        ['other', undefined, undefined],
        [agent, '1', undefined],
        [agent, undefined, 'de-CH,de;q=0.8'],
        [agent, undefined, undefined],
      ],
    );
  });

  test('a page that several tools ask for at once is fetched once, for each of them', async () => {
    await using slow = await startSite({
      '*': (_request, response) => void setTimeout(() => response.end(HOME), 300),
    });
    const url = `${slow.url}/page`;
    const [links, media, page] = await Promise.all([
      server.call('extract_links', { url }),
      server.call('extract_media', { url }),
      server.call('crawl', { url, engine: 'auto' }),
    ]);
    assert.deepEqual([links.isError, media.isError, page.data.metadata.title], [false, false, 'Home of tests']);
    assert.equal(slow.hits.length, 1);

    const stop = new AbortController();
    const other = `${slow.url}/other`;
    const first = server.call('crawl', { url: other }, { signal: stop.signal });
    const second = server.call('extract_links', { url: other });
    const failed = assert.rejects(first);
    setTimeout(() => stop.abort(), 100);
    await failed;
    assert.equal((await second).data.counts.internal, links.data.counts.internal, 'the first was cancelled');
    assert.equal(slow.hits.length, 3);

    await Promise.all(
      ['crawl', 'extract_links'].map((tool) => server.call(tool, { url: `${slow.url}/new`, cache_mode: 'refresh' })),
    );
    assert.equal(slow.hits.length, 5);
    const late = await Promise.all(
      ['crawl', 'extract_links'].map((tool) => server.call(tool, { url: `${slow.url}/late`, page_timeout: 100 })),
    );
    assert.deepEqual(
      late.map(({ text }) => text.split(':', 1)[0]),
      ['timeout', 'timeout'],
    );
    assert.equal(slow.hits.length, 6);
  });

  test('a long page begins with what answers the query best, and goes on from there', async () => {
    const section = (i: number, said: string) =>
      `<h2>Chapter ${i}</h2>${`<p>Tides rise and fall twice a day in harbour ${i}.</p>`.repeat(30)}<p>${said}</p>`;
    const told = (i: number) => (i === 60 ? '<code>moorings</code> are let by the year.' : 'Nothing more.');
    const html = `<title>Manual</title><ul><li><a href="#c60">Moorings</a></ul><h1>Manual</h1>${Array.from({ length: 90 }, (_, i) => section(i, told(i))).join('')}`;
    const asked = { html, base_url: 'https://site.example/manual', include: ['content'] };
    const { data, text } = await server.call('crawl', { ...asked, query: 'who lets moorings' });
    assert.match(data.markdown, /^## Chapter 60\n/);
    assert.match(data.markdown, /`moorings` are let by the year/);
    assert.match(
      text,
      /Note: content begins where it answers query best \("Chapter 60"\); what stands before: webloupe:/,
    );
    const [cut] = data.cut;
    assert.ok(cut.offset > 0 && cut.offset + cut.returned < cut.total, JSON.stringify(cut));
    const whole = (await server.json(`webloupe://results/${data.result_id}`)).markdown;
    assert.ok(whole.slice(cut.offset).startsWith(data.markdown));
    const rest = await server.call('crawl', { cursor: data.next_cursor });
    assert.ok(whole.slice(cut.offset + cut.returned).startsWith(rest.data.markdown));

    const first = await server.call('crawl', { ...asked, query: 'harbour 1' });
    assert.match(first.data.markdown, /^# Manual|^- /, 'what is shown from the beginning is');
    assert.equal(first.data.warnings, undefined);
    const fenced = html.replace('<h2>Chapter 1<', '<pre><code>```sh\nnpm ci</code></pre><h2>Chapter 1<');
    const behind = await server.call('crawl', { ...asked, html: fenced, query: 'who lets moorings' });
    assert.match(behind.data.markdown, /^## Chapter 60\n/, 'a fence within code ends none');
    const vain = await server.call('crawl', { ...asked, query: 'zebra' });
    assert.deepEqual(vain.data.warnings, ['query: no word of it is in the content']);
  });

  test('a long page whose menus take much of the answer begins with its main content', async () => {
    const menu = (items: number) =>
      `<nav><ul>${Array.from({ length: items }, (_, i) => `<li><a href="/region/${i}/harbours">Harbours of region ${i}</a>`).join('')}</ul></nav>`;
    const paragraphs = '<p>Tides rise and fall twice a day, and so do the boats in a harbour.</p>'.repeat(400);
    const skip = '<p><a href="#tides">Skip to content</a><p>The office is closed today.';
    const crawl = async (menus: string, more = {}) => {
      const html = `<title>Tides</title>${menus}<main><h1 id=tides>Tides</h1>${paragraphs}</main>`;
      return (
        await server.call('crawl', { html, base_url: 'https://site.example/tides', include: ['content'], ...more })
      ).data;
    };
    const NOTE =
      /^content begins with the main content; what stands before: webloupe:\S+, or with target_elements \["body"\]$/;
    const data = await crawl(menu(200));
    assert.match(data.markdown, /^# Tides\n/);
    assert.match(data.warnings.join(), NOTE);
    const [{ offset, returned, total }] = data.cut;
    const whole = (await server.json(`webloupe://results/${data.result_id}`)).markdown;
    assert.deepEqual([whole.indexOf('# Tides'), whole.length, returned], [offset, total, data.markdown.length]);
    const rest = await server.call('crawl', { cursor: data.next_cursor });
    assert.ok(whole.slice(offset + returned).startsWith(rest.data.markdown));

    const before = await crawl(menu(200), { target_elements: ['body'] });
    assert.match(before.markdown, /^- \[Harbours of region 0\]/);
    assert.equal(before.warnings, undefined);
    assert.match((await crawl(menu(400), { only_text: true })).text, /^Tides\n/);
    assert.match((await crawl(skip + menu(200))).markdown, /^# Tides\n/, 'lines before menus are none of it');
    const lead = `<main><p>Of tides and moons.<nav>${'<a href="#tides">All that is said of the tides</a> '.repeat(60)}</nav>`;
    assert.match((await crawl(menu(200) + lead)).markdown, /^Of tides and moons\.\n/, 'a table of contents is no menu');
    const vain = await crawl(menu(200), { query: 'zebra' });
    assert.match(vain.markdown, /^# Tides\n/);
    assert.deepEqual([vain.warnings[0], NOTE.test(vain.warnings[1])], ['query: no word of it is in the content', true]);
    const stories = '<h3><a href=/s>The ferry sails again</a></h3>'.repeat(40);
    const about = `<div><h3>About</h3>${'<p>We write of harbours, of boats and of what the weather does.</p>'.repeat(9)}</div>`;
    const index = (own: string) => `${menu(150)}<div>${stories}</div>${own}${menu(150)}`;
    const crawlIndex = (own: string) =>
      server.call('crawl', { html: index(own), base_url: 'https://site.example/', include: ['content'] });
    const front = await crawlIndex(about);
    assert.match(front.data.markdown, /^- \[Harbours of region 0\]/, 'an index begins with its entries');
    const page = await crawlIndex(about.replaceAll('h3>', 'h1>'));
    assert.match(page.data.markdown, /^# About\n/);
    const short = await crawl(menu(20));
    assert.match(short.markdown, /^- \[Harbours of region 0\]/, 'short menus leave room');
    assert.equal(short.warnings, undefined);
  });

  test('a long page is cut at a block and goes on by cursor to its end', async () => {
    const words = Array.from({ length: 3_000 }, (_, i) => `<p>Paragraph ${i} has a few words to read.</p>`).join('');
    let answer = await server.call('crawl', { html: words, base_url: 'https://long.example/', include: ['content'] });
    assert.ok(tokensOf(answer.data) <= 8_000 && tokensOf(answer.text) <= 8_000);
    let all = answer.data.markdown;
    assert.match(all, /read\.\n\n$/, 'cut between blocks');
    for (let calls = 0; answer.data.next_cursor !== undefined && calls < 20; calls++) {
      const from = all.length;
      answer = await server.call('crawl', { cursor: answer.data.next_cursor });
      assert.equal(answer.data.cut[0].offset, from);
      assert.match(answer.data.cut[0].resource, /\/markdown$/);
      assert.match(answer.text, new RegExp(`\\ncontent: ${from + 1}-\\d+ of \\d+ chars shown; whole: `));
      all += answer.data.markdown;
    }
    assert.match(all, /Paragraph 0 has[\s\S]*Paragraph 2999 has a few words to read\.\s*$/);
  });
});

test('a cursor past the end is refused, with where the end is', async () => {
  const ask = { url: `${site.url}/` };
  const cases: ReadonlyArray<[tool: string, at: string, end: string]> = [
    ['extract_links', 'links', '3 items'],
    ['extract_media', 'media', '2 items'],
    ['preview_links', 'preview', '2 items'],
    ['crawl', 'links', '3 items'],
    ['crawl', 'content', '\\d+ characters'],
  ];
  for (const [tool, at, end] of cases) {
    const { data } = await server.call(tool, ask);
    const cursor = Buffer.from(JSON.stringify({ id: data.result_id, at: { [at]: 10_000 } })).toString('base64url');
    const { isError, text } = await server.call(tool, { cursor });
    assert.ok(isError, tool);
    assert.match(text, new RegExp(`^invalid_input: cursor: it is past the end of ${end}\\. Next: `));
  }
});

test('an empty page is said to be empty, one thing is told as one, and nothing is announced that does not follow', async () => {
  const html = '<title>One</title><a href="/a">a</a><img src="/b.png" width="300" height="200">';
  const empty = '<p></p>';
  const cases = [
    ['crawl', empty, /\nNothing of what was asked for is on this page\.$/],
    ['extract_links', empty, /\n0 internal and 0 external links\.$/],
    ['extract_media', empty, /\n0 images, 0 videos, 0 audio\.$/],
    ['extract_media', html, /\n1 image, 0 videos, 0 audio\.\n/],
  ] as const;
  for (const [tool, given, expected] of cases) {
    const { text } = await server.call(tool, { html: given, base_url: 'https://a.example/' });
    assert.match(text, expected);
    assert.equal(text.includes('untrusted'), given !== empty, text);
  }
  const tables = { html: empty, base_url: 'https://a.example/', include: ['tables'] };
  assert.match(
    (await server.call('crawl', tables)).text,
    /\. A table that scores below table_score_threshold is taken/,
  );
  const { text } = await server.call('preview_links', { url: `${site.url}/`, query: 'zebra' });
  assert.match(text, /\nNote: query: no link has a word of it/);
  assert.match(text, /\n3 links: /);
  const one = { url: `${site.url}/`, query: 'zebra', max_links: 1 };
  assert.match(
    (await server.call('preview_links', one)).text,
    /no link that was read has a word of it; not read: \d, raise max_links/,
  );
});

describe('a cursor goes on with its own call', () => {
  const cursorOf = async (tool: string, input: Record<string, unknown>) => {
    const { data, text } = await server.call(tool, { limit: 2, ...input });
    assert.equal(typeof data.next_cursor, 'string', text);
    return data.next_cursor;
  };

  test('what it holds may be repeated, as it was given or as the answer has it; limit may change', async () => {
    const input = { url: `${site.url}/many#top`, score_links: true };
    const cursor = await cursorOf('extract_links', input);
    const filled = { ...input, exclude_external_links: false, exclude_domains: [], include_patterns: null };
    for (const more of [{}, input, filled, { limit: 3, verbose: true }]) {
      const { isError, text, data } = await server.call('extract_links', { cursor, ...more });
      assert.equal(isError, false, text);
      assert.equal(data.links.internal[0].href, `${site.url}/item/2`);
    }
  });

  test('a client that fills in every default goes on, whatever the first call had in their place', async () => {
    const { tools } = await server.client.listTools();
    const first = { url: `${site.url}/`, max_links: 1, limit: 1, score_links: false, page_timeout: 20_000 };
    const { data } = await server.call('preview_links', first);
    const { properties = {} } = tools.find(({ name }) => name === 'preview_links')?.inputSchema ?? {};
    const defaults = Object.entries(properties).map(([name, field]) => [name, Object(field).default]);
    const next = await server.call('preview_links', { ...Object.fromEntries(defaults), cursor: data.next_cursor });
    assert.equal(next.isError, false, next.text);
    assert.deepEqual([next.data.offset, next.data.counts], [1, data.counts]);
    assert.equal('intrinsic_score' in next.data.links[0], false);
  });

  test('what differs is refused by name, before anything is read', async () => {
    const cursor = await cursorOf('extract_links', { url: `${site.url}/many` });
    const hits = site.hits.length;
    for (const [more, names] of [
      [{ url: `${site.url}/` }, 'url'],
      [{ url: `${site.url}/`, score_links: true }, 'url, score_links'],
      [{ html: '<a href="/x">', base_url: site.url }, 'html, base_url'],
      [{ group_by: 'base_domain' }, 'group_by'],
    ] as const) {
      const { text } = await server.call('extract_links', { cursor, ...more });
      const expected = `invalid_input: ${names}: the cursor already holds what the first call asked, which differs. Next: Leave ${names} out to go on, or leave cursor out to start anew.`;
      assert.equal(text, expected);
    }
    assert.equal(site.hits.length, hits);
  });

  test('that of another tool is refused, and the right one named', async () => {
    const cursor = await cursorOf('extract_links', { url: `${site.url}/many` });
    for (const tool of ['extract_media', 'preview_links', 'crawl']) {
      const { text } = await server.call(tool, { cursor });
      assert.match(text, /^invalid_input: cursor: it is of extract_links\. Next: Pass it to extract_links/);
    }
    const previewed = await cursorOf('preview_links', { links: ['a', 'b', 'c'].map((name) => `${site.url}/${name}`) });
    const { text } = await server.call('extract_links', { cursor: previewed });
    assert.match(text, /^invalid_input: cursor: it is of preview_links/);
  });
});

test('resources are as large as their listing says', async () => {
  await using own = await startClient(['--allow-host', '127.0.0.1']);
  await own.call('crawl', { url: `${site.url}/` });
  await own.call('extract_links', { html: '<title>Größe ☃</title><a href="/ü">ü</a>', base_url: site.url });
  const several = await own.call('crawl', { urls: [`${site.url}/`, `${site.url}/gone`], hits_per_sec: 100 });
  await own.call('preview_links', { url: `${site.url}/`, query: 'about' });
  await own.call('extract_media', { url: `${site.url}/` });
  const { resources } = await own.client.listResources();
  assert.equal(resources.length, 9);
  for (const { uri, size, mimeType } of resources) {
    const { contents } = await own.client.readResource({ uri });
    const [first] = contents;
    assert.ok(first !== undefined && 'text' in first && typeof first.text === 'string');
    assert.equal(size, Buffer.byteLength(first.text), uri);
    assert.equal(mimeType, first.mimeType);
  }
  const page = resources.find(({ description }) => description?.startsWith('extract_media') === true);
  await assert.rejects(own.json(`${page?.uri}/graph`), /invalid_input: only a crawl of several pages has a graph/);
  for (const part of ['/links', '/media', '/markdown', '/html']) {
    const uri = `webloupe://results/${several.data.result_id}${part}`;
    await assert.rejects(own.client.readResource({ uri }), /a crawl of several pages has no \/\w+ of its own/);
  }
  const named = await own.call('preview_links', { links: [`${site.url}/`] });
  const previewed = `webloupe://results/${named.data.result_id}`;
  assert.equal((await own.json(`${previewed}/links`)).external.length, 1);
  for (const part of ['/media', '/markdown', '/html'])
    await assert.rejects(own.client.readResource({ uri: previewed + part }), /a preview of named links has no/);
});

test('a scheme left out is assumed and said, in answers and in failures', async () => {
  const input = { html: '<a href="/x">x</a>', base_url: 'example.com/dir/' };
  const { data, text } = await server.call('extract_links', input);
  assert.equal(data.links.internal[0].href, 'https://example.com/x');
  assert.deepEqual(data.warnings, ['base_url: no scheme was given, https://example.com/dir/ is assumed']);
  assert.match(text, /Note: base_url: no scheme was given/);
  const failed = await server.call('crawl', { url: 'no-such-name.example.com', page_timeout: 3000, engine: 'http' });
  assert.match(failed.text, /\(url: no scheme was given, https:\/\/no-such-name\.example\.com is assumed\)\. Next: /);
  const port = await server.call('crawl', { url: 'localhost:3000/x' });
  assert.match(port.text, /^invalid_input: url: .* Next: Try http:\/\/localhost:3000\/x$/);
});
