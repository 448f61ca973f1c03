import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { mediaOf } from './media-of.js';

/** "source src", with the page's folder left out. */
function told(html: string): string[] {
  return mediaOf(html).images.map(({ source, src }) => `${source} ${src.replace('https://www.shop.example/dir/', '')}`);
}

const cases: [string, string, string[]][] = [
  ['img', '<img src=" a.jpg ">', ['img a.jpg']],
  ['base href', '<base href="/b/"><img src="a.jpg">', ['img https://www.shop.example/b/a.jpg']],
  ['fragment kept', '<img src="s.svg#logo">', ['img s.svg#logo']],
  ['svg image', '<svg><image href="a.png"/><image xlink:href="b.png"/></svg>', ['svg a.png', 'svg b.png']],
  [
    'object and embed',
    '<object data="a.svg"><img src="b.png"></object><embed src="c" type="image/png"><object data="d.svg" type="text/html"></object><embed src="e.pdf">',
    ['embed a.svg', 'img b.png', 'embed c'],
  ],
  ['HTML image is img', '<image src="a.png">', ['img a.png']],
  ['image button', '<input type=IMAGE src="go.png"><input src="no.png">', ['input go.png']],
  ['data and blob URLs are none', '<img src=" data:image/png;base64,AA"><img src="blob:x"><img src=""><img>', []],
  ['invalid URL', '<img src="http://[">', []],
  [
    'lazy attributes, relative ones too',
    '<img src="data:," data-src="a.jpg" data-lazy-srcset="b.jpg 2x" data-original="/o.jpg" data-hi-res-src="h" data-zoom="z.png" data-id="7.5">',
    ['lazy a.jpg', 'lazy b.jpg', 'lazy https://www.shop.example/o.jpg', 'lazy z.png'],
  ],
  [
    'what stands for a picture until it is there',
    '<x-image src="a.jpg" placeholdersrc="blur.jpg"></x-image><img src="b.jpg" data-placeholder="blur.png">',
    ['img a.jpg', 'img b.jpg'],
  ],
  [
    'templates and JSON are no address',
    `<img data-src="/{width}/a.jpg" data-lazy='{"a":"b.jpg"}' data-lazy-src="//svg.example/2000/svg'%20viewBox='0%200%201%201'%3E%3C/svg%3E" v-bind:src="images/first">`,
    [],
  ],
  ['too short for an address', '<img data-src="/" src="a.jpg">', ['img a.jpg']],
  ['a sign in a string is none of CSS', `<p style="content:'(';background:url(a.png)">`, ['background a.png']],
  [
    'background, several, quoted and escaped',
    `<div style="color:red; Background-Image: url('a b.png'), url(c\\29.png), url(&quot;d;e.png&quot;); content: url(no.png)"></div>`,
    ['background a%20b.png', 'background c).png', 'background d;e.png'],
  ],
  [
    'a space that ends an escape',
    '<div style="background:url(a\\28 1\\29 .png), url(b\\000063 d.png), url(e\\.png), url(f\\01f6001 )"></div>',
    ['background a(1).png', 'background bcd.png', 'background e.png', 'background f%F0%9F%98%801'],
  ],
  [
    'custom properties',
    `<div style="--card-image:url(a.png);background:var(--card-image);--color:red;mask:url(no.svg)"></div>`,
    ['background a.png'],
  ],
  ['the page itself is none', '<img src="#"><svg><image href="#a"/></svg><i style="background:url(#g)"></i>', []],
  [
    'background of an image',
    '<img src="blank.gif" style="background:url(a.png)">',
    ['img blank.gif', 'background a.png'],
  ],
  ['background of a button', '<input type=submit style="background:url(a.png)">', ['background a.png']],
  [
    'image-set',
    `<p style="background-image:image-set('a.avif' type('image/avif') 1x, &quot;b.png&quot; 2x, url(c.png) 3x)"></p>`,
    ['background c.png', 'background a.avif', 'background b.png'],
  ],
  ['backgrounds before CSS', '<body background="a.gif"><b background="red">x</b>', ['background a.gif']],
  [
    'lazy background',
    '<div data-bg="a.jpg"></div><p data-bg="url(b.webp?x)"></p><i data-src="/page"></i>',
    ['lazy a.jpg', 'lazy b.webp?x'],
  ],
  [
    'other attributes that name a picture',
    '<div data-bg-image="a.jpg" data-image-src="b.jpg" data-lazy-bgset="c.jpg 2x" data-thumb="d.jpg" data-file="e.jpg"></div>',
    ['lazy a.jpg', 'lazy b.jpg', 'lazy c.jpg', 'lazy d.jpg'],
  ],
  [
    'any data attribute with an address',
    '<div data-setbg="i/a.jpg" data-full="/b.png?x" data-title="c.jpg" data-page="/d.html" data-json="[/e.jpg]"></div>',
    ['lazy i/a.jpg', 'lazy https://www.shop.example/b.png?x'],
  ],
  [
    'custom elements',
    '<x-image src="a.jpg" data-src="b.jpg"></x-image><x-page src="/c"></x-page>',
    ['img a.jpg', 'lazy b.jpg'],
  ],
  ['AMP', '<amp-img src="a.jpg"></amp-img><amp-anim src="b.gif"></amp-anim>', ['img a.jpg', 'img b.gif']],
  [
    'link icons and preloads',
    '<link rel="Shortcut ICON" href="f.ico"><link rel=preload as=image href="p.jpg" imagesrcset="q.jpg 2x"><link rel=preload as=font href="n.woff">',
    ['icon f.ico', 'preload p.jpg', 'preload q.jpg'],
  ],
  ['background behind a data URL', '<div style="background:url(data:a/b;c,d),url(e.png)"></div>', ['background e.png']],
  ['not in template or comment', '<template><img src="a.jpg"></template><!-- <img src="b.jpg"> -->', []],
  [
    'noscript fallback',
    '<img data-src="a.jpg"><noscript><img src="a.jpg"><img src="b.jpg"></noscript>',
    ['lazy a.jpg', 'noscript b.jpg'],
  ],
  ['noscript first, shown later', '<noscript><img src="a.jpg"></noscript><img src="a.jpg">', ['img a.jpg']],
];

for (const [name, html, expected] of cases) test(`images: ${name}`, () => assert.deepEqual(told(html), expected));

test('images: all variants of a picture share a group, an alt and a ratio', () => {
  const { images } = mediaOf(`<img src="first.jpg"><picture><source type="image/avif" srcset="l.avif 800w, s.avif 400w">
    <img src="a.jpg" srcset="a2.jpg 2x" data-src="lazy.jpg" alt=" A  cat " width="200" height="100"></picture>`);
  const variants = images.slice(1);
  assert.deepEqual(
    variants.map((i) => [
      i.src.split('/').at(-1),
      i.source,
      i.group_id,
      i.alt,
      i.width,
      i.height,
      i.descriptor,
      i.format,
    ]),
    [
      ['l.avif', 'picture', 1, 'A cat', 800, 400, '800w', 'avif'],
      ['s.avif', 'picture', 1, 'A cat', 400, 200, '400w', 'avif'],
      ['a.jpg', 'img', 1, 'A cat', 200, 100, undefined, 'jpeg'],
      ['a2.jpg', 'srcset', 1, 'A cat', 200, 100, '2x', 'jpeg'],
      ['lazy.jpg', 'lazy', 1, 'A cat', 200, 100, undefined, 'jpeg'],
    ],
  );
  assert.equal(images[0]?.group_id, 0);
});

test('images: a source tells the size of its own pictures, which have another shape than the img', () => {
  const { images } = mediaOf(`<picture><source srcset="wide.jpg, wide2.jpg 2x" width="800" height="200">
    <source srcset="tall.jpg 300w" data-srcset="lazy.jpg" width="100" height="400"><img src="a.jpg" width="300" height="300"></picture>`);
  const name = (src: string) => src.slice(src.lastIndexOf('/') + 1);
  assert.deepEqual(Object.fromEntries(images.map(({ src, width, height }) => [name(src), [width, height]])), {
    'wide.jpg': [800, 200],
    'wide2.jpg': [800, 200],
    'tall.jpg': [300, 1200],
    'lazy.jpg': [100, 400],
    'a.jpg': [300, 300],
  });
});

test('images: one item for an address, with the richest alt, the caption and the size of any of its places', () => {
  const { images } =
    mediaOf(`<meta property="og:image" content="a.png"><p><img src="a.png" alt="x" style="width:40px;height:30.4px"> Near</p>
    <figure><img src="a.png" alt="A red kite"><figcaption>Over the <b>Bl</b>ack Hills</figcaption></figure>`);
  assert.equal(images.length, 1);
  const [image] = images;
  assert.deepEqual(
    [image?.source, image?.alt, image?.desc, image?.width, image?.height],
    ['img', 'A red kite', 'Over the Black Hills', 40, 30],
  );
});

test('images: of several places of an address what shows it most, its size and descriptor, in whatever order', () => {
  const places: [string, string][] = [
    ['<link rel=icon href=a.png>', 'icon'],
    ['<link rel=preload as=image href=a.png>', 'preload'],
    ['<img src=a.png>', 'img'],
  ];
  for (const [place, source] of places) {
    const sized = '<noscript><img srcset="a.png 640w"></noscript>';
    for (const html of [place + sized, sized + place]) {
      const { images } = mediaOf(html);
      assert.deepEqual(
        images.map((one) => [one.source, one.width, one.descriptor]),
        [[source, 640, '640w']],
        html,
      );
    }
  }
  const scoreOf = (html: string) => mediaOf(html).images[0]?.score ?? 0;
  const shown = '<main><img src=a.png alt=A></main>';
  for (const less of ['<main hidden><img src=a.png alt=A></main>', '<footer><img src=a.png alt=A></footer>']) {
    assert.ok(scoreOf(less) < scoreOf(shown), less);
    for (const html of [less + shown, shown + less]) assert.equal(scoreOf(html), scoreOf(shown), html);
  }
  assert.ok(scoreOf(`<meta property="og:image" content=a.png>${shown}`) > scoreOf(shown));
});

test('images: Open Graph and Twitter with their structured properties', () => {
  const { images } =
    mediaOf(`<meta property="og:image" content="http://cdn.example/1.jpg"><meta property="og:image:secure_url" content="https://cdn.example/1.jpg">
    <meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="One">
    <meta property="og:image" content="2.png"><meta name="twitter:image:src" content="t.png">`);
  assert.deepEqual(
    images.map((i) => [i.source, i.src, i.group_id, i.width, i.height, i.alt]),
    [
      ['og:image', 'http://cdn.example/1.jpg', 0, 1200, 630, 'One'],
      ['og:image', 'https://cdn.example/1.jpg', 0, 1200, 630, 'One'],
      ['og:image', 'https://www.shop.example/dir/2.png', 1, undefined, undefined, ''],
      ['twitter:image', 'https://www.shop.example/dir/t.png', 2, undefined, undefined, ''],
    ],
  );
});

const linked: [name: string, html: string, told: string[]][] = [
  ['a larger picture', '<a href="b.jpg?x"><i></i><img src="a.jpg"></a>', ['link b.jpg?x 0', 'img a.jpg 0']],
  [
    'the first image stands for it',
    '<a href=b.jpg><img src=a.jpg><img src=c.jpg></a>',
    ['link b.jpg 0', 'img a.jpg 0', 'img c.jpg 1'],
  ],
  [
    'a picture with sources',
    '<a href=c.jpg><picture><source srcset=b.webp><img src=a.jpg></picture></a>',
    ['link c.jpg 0', 'picture b.webp 0', 'img a.jpg 0'],
  ],
  [
    "what the link's script shows",
    '<a href="#" data-src=b.jpg style="background:url(c.jpg)"><img src=a.jpg></a>',
    ['link b.jpg 0', 'background c.jpg 0', 'img a.jpg 0'],
  ],
  [
    'a background as thumbnail',
    '<a href=b.jpg><i style="background:url(a.jpg)"></i></a>',
    ['link b.jpg 0', 'background a.jpg 0'],
  ],
  [
    'what pages without scripts show stands for none',
    '<a href=b.jpg><noscript><img src=a.jpg></noscript><img data-src=a.jpg></a>',
    ['lazy a.jpg 0', 'link b.jpg 0'],
  ],
  ['itself', '<a href=a.jpg><img src=a.jpg></a>', ['img a.jpg 0']],
  ['one of its sizes', '<a href=b.jpg><img src=a.jpg srcset="b.jpg 900w"></a>', ['srcset b.jpg 0', 'img a.jpg 0']],
  [
    'an address that says nothing, where the link says what it is',
    '<a href=/full/7 data-pswp-width=1600 data-pswp-height=900><img src=a.jpg></a>',
    ['link https://www.shop.example/full/7 0', 'img a.jpg 0'],
  ],
  [
    'another picture than the page behind it',
    '<a href=/p/7 data-pswp-src=b.jpg data-pswp-width=1600 data-pswp-height=900><img src=a.jpg></a>',
    ['link b.jpg 0', 'img a.jpg 0'],
  ],
  ['a film', '<a href=/full/7 data-pswp-width=1600 data-pswp-type=video><img src=a.jpg></a>', ['img a.jpg 0']],
  [
    'pages about a file',
    '<a href=File:a.jpg><img src=a.jpg></a><a href=/x/blob/main/b.png><img src=b.png></a>',
    ['img a.jpg 0', 'img b.png 1'],
  ],
  [
    'a page, and another picture of it',
    '<a href=/p data-img=b.jpg><img src=a.jpg></a>',
    ['lazy b.jpg 0', 'img a.jpg 1'],
  ],
  ['words', '<a href=b.jpg>See</a><img src=a.jpg>', ['img a.jpg 0']],
  ['hidden', '<a href=b.jpg><img src=c.jpg hidden></a><img src=a.jpg>', ['img c.jpg 0', 'img a.jpg 1']],
];
for (const [name, html, expected] of linked) {
  test(`image behind a link: ${name}`, () => {
    const { images } = mediaOf(html);
    assert.deepEqual(
      images.map((i) => `${i.source} ${i.src.replace('https://www.shop.example/dir/', '')} ${i.group_id}`),
      expected,
    );
  });
}

test('image behind a link: its own size, never that of its thumbnail; large where it is not known', () => {
  for (const [attributes, size] of [
    ['data-pswp-width=1200 data-pswp-height=800', [1200, 800]],
    ['data-size=1600x900', [1600, 900]],
    ['data-lg-size=240-160', [240, 160]],
    ['data-size=large', []],
  ] as const) {
    const [full, thumb] = mediaOf(
      `<a href=b.jpg ${attributes}><img src=a.jpg width=150 height=100 alt=Cat></a>`,
    ).images;
    assert.deepEqual([full?.width, full?.height].filter(Number.isFinite), size, attributes);
    assert.ok((full?.score ?? 0) >= (thumb?.score ?? 0) && full?.alt === 'Cat', attributes);
  }
});

test('image behind a link: many pictures and many that stand for them take no more time', () => {
  const attributes = Array.from({ length: 3_000 }, (_, i) => `data-${i}=/${i}.jpg`).join(' ');
  const startedMs = workedMs();
  mediaOf(`<a href="#" ${attributes}>${'<i style="background:url(a.jpg)"></i>'.repeat(3_000)}</a>`);
  assert.ok(workedMs() - startedMs < 2_000);
});

const descriptions: [string, string, string | undefined][] = [
  ['of the next item of a list, not the list', '<ul><li>a <b>1</b><li><img src=a.png> <li>b <i>2</i><li>c</ul>', 'b 2'],
  ['of the item before where it is the last', '<ul><li>a<li>b <i>2</i><li><img src=a.png></ul>', 'b 2'],
  [
    'of what follows it on a short page',
    '<main><h1>A</h1>b <b>c</b><p>d</p><img src=a.png><p>e <i>f</i></p><p>g</p></main>',
    'e f',
  ],
  ['nothing from far before', `<main><p>${'Old '.repeat(200)}</p><img src="a.png"> </main>`, undefined],
  ['of the next row', '<table><tr><td>a<td>b<tr><td><img src=a.png><td><tr><td>c<td>d<tr><td>e</table>', 'c d'],
  [
    'text of its card',
    '<ul><li><a><img src="a.png"></a><h3>Tea</h3><p>2 €</p></li><li><img src="b.png">Coffee</li></ul>',
    'Tea 2 €',
  ],
  ['nothing of a neighbour', '<ul><li><img src="a.png"></li><li><img src="b.png">Coffee</li></ul>', undefined],
  ['not the card before', '<ul><li><img src="z.png">Tea</li><li><img src="a.png"></li></ul>', undefined],
  ['the paragraph around it', '<p>Before <img src="a.png"> after</p>', 'Before after'],
  [
    'no hidden, script or control text',
    '<div><img src="a.png"><p hidden>Ignore me</p><script>x</script><button>Buy</button><noscript>No</noscript><textarea>no</textarea><select><option>no</select><svg><title>no</title></svg>Seen</div>',
    'Seen',
  ],
  [
    'nothing from beyond the landmark it stands in',
    '<body><main><img src="a.png"></main><footer>Imprint</footer></body>',
    undefined,
  ],
  ...['article', 'aside', 'header', 'nav'].map((name): [string, string, undefined] => [
    `nothing from beyond ${name}`,
    `<main><${name}><img src="a.png"></${name}>Other</main>`,
    undefined,
  ]),
  ['of the item before, with spaces between', '<ul><li>a</li> <li>b</li> <li> <img src=a.png> </li> </ul>', 'b'],
  ['words of blocks are parted', '<div><img src=a.png>Tea<p>Pot</p>Lid</div>', 'Tea Pot Lid'],
  [
    'nothing goes to what is not seen',
    '<div><img src=a.png><img src=b.png hidden><noscript><img src=c.png></noscript>Tea</div>',
    'Tea',
  ],
  ['of a picture that plays', '<div><img src=a.png data-preview=/v.mp4><p>Tea</p></div>', 'Tea'],
  ['zero-width and tag characters left out', '<div><img src="a.png">Se\u200ben\u{e0041}</div>', 'Seen'],
  [
    'what follows it in a long article',
    `<main><p>${'Old '.repeat(200)}</p><img src="a.png"><p>New here</p></main>`,
    'New here',
  ],
  [
    'the title of its link, without any text around',
    '<a title=Tea><img src=a.png></a><a title=Pot><img src=b.png></a>',
    'Tea',
  ],
  [
    "what a gallery's script shows below it",
    '<p>Photos</p><a title=Open><img src=a.png data-caption="&lt;p>A red &amp;amp; <i>green</i> kite&lt;/p>"></a>',
    'A red & green kite',
  ],
  [
    "the caption of its link's script",
    '<a title=Open data-title="Over the hills"><img src=a.png data-caption=false></a>',
    'Over the hills',
  ],
  [
    "the caption in HTML of its link's script",
    '<p>Photos</p><a data-sub-html="<h4>By <a href=/x>Mara</a></h4><p>At dawn</p>"><img src=a.png></a>',
    'By Mara At dawn',
  ],
];
for (const [name, html, expected] of descriptions) {
  test(`image desc: ${name}`, () =>
    assert.equal(mediaOf(html).images.find(({ src }) => src.endsWith('a.png'))?.desc, expected));
}

test('image desc: cut between words, and only with enough words', () => {
  const long = mediaOf(`<p><img src="a.png">${'word '.repeat(500)}</p>`).images[0]?.desc ?? '';
  assert.ok(long.length <= 300 && long.endsWith('word…'), long);
  const html = '<section><div><img src="a.png">New</div><p>Three more words</p></section>';
  const desc = (words: number) =>
    mediaOf(html, { media: { image_description_min_word_threshold: words } }).images[0]?.desc;
  assert.deepEqual([desc(0), desc(1), desc(3), desc(9)], ['New', 'New', 'New Three more words', undefined]);
  const figure = '<figure><img src="a.png"><figcaption>Tea</figcaption></figure>';
  const told = mediaOf(figure, { media: { image_description_min_word_threshold: 2 } }).images[0];
  assert.deepEqual([mediaOf(figure).images[0]?.desc, told?.desc], ['Tea', undefined]);
});

const formats: [string, string | undefined][] = [
  ['a.JPG?v=1.png', 'jpeg'],
  ['a.jpg?fm=webp', 'webp'],
  ['render?format=avif&w=3', 'avif'],
  ['a.svg', 'svg'],
  ['a.php', undefined],
  ['v1.5/photo', undefined],
  ['a.constructor', undefined],
];
for (const [src, format] of formats) {
  test(`image format of ${src}`, () => assert.equal(mediaOf(`<img src="${src}">`).images[0]?.format, format));
}

test('a size that only the address names counts, where it can be nothing else', () => {
  for (const [src, size] of [
    ['photo-800x600.jpg', [800, 600]],
    ['photo-800x600.jpg?w=320&h=240', [320, 240]],
    ['a.jpg?width=640&height=48', [640, 48]],
    ['/fit/300x200/a.jpg', [300, 200]],
    ['/upload/c_fill,w_400,q_auto,h_300/a.jpg', [400, 300]],
    ['ratio-16x9.jpg', []],
    ['poster-24x36.jpg', []],
    ['a.jpg?w=800', []],
    ['1920x1080-wallpapers.jpg', []],
  ] as const) {
    const [image] = mediaOf(`<img src="${src}">`).images;
    assert.deepEqual([image?.width, image?.height].filter(Number.isFinite), size, src);
  }
  const [image] = mediaOf('<img src="photo-800x600.jpg" width="40">').images;
  assert.deepEqual([image?.width, image?.height], [40, undefined], 'what the page says goes first');
  const scores = ['a-800x600.jpg', 'a.jpg', 'a-600x50.jpg'].map(
    (src) => mediaOf(`<img src="${src}">`).images[0]?.score,
  );
  assert.deepEqual(scores, [5.5, 3.5, 1.5]);
});
