import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { pageOf } from './page-of.js';

const offer = (price: string, availability: string) => ({
  '@type': 'Offer',
  price,
  priceCurrency: 'EUR',
  availability: `https://schema.org/${availability}`,
});
const CASES: [why: string, jsonld: unknown, facts: string[]][] = [
  ['one price', { '@type': 'Product', name: 'Mat', offers: offer('34', 'InStock') }, ['Product Mat: 34 EUR, InStock']],
  [
    'variants of one price and state together',
    {
      '@type': 'ProductGroup',
      name: 'Rain shell',
      hasVariant: [
        { '@type': 'Product', name: 'Rain shell - Moss / S', offers: offer('129.00', 'InStock') },
        { '@type': 'Product', name: 'Rain shell - Moss / M', offers: [offer('129.00', 'OutOfStock')] },
        { '@type': 'Product', name: 'Rain shells', offers: [offer('129.00', 'OutOfStock')] },
        { '@type': 'Product', name: 'Rain shell', sku: 'RS-L', offers: offer('129.00', 'InStock') },
      ],
    },
    ['ProductGroup Rain shell: 129.00 EUR, InStock (Moss / S, RS-L); 129.00 EUR, OutOfStock (Moss / M, Rain shells)'],
  ],
  [
    'a range of prices, stars and how many gave them',
    {
      '@graph': [
        { '@type': 'BreadcrumbList' },
        {
          '@type': 'Product',
          name: 'Tote &#8211; <b>&eacute;t&#xE9;</b> &amp; &#8238;&#55357;large',
          offers: [{ '@type': 'AggregateOffer', lowPrice: 22, highPrice: '28.00', priceCurrency: 'USD' }],
          aggregateRating: { ratingValue: 4.2631578947368425, bestRating: '5', reviewCount: 2 },
        },
      ],
    },
    ['Product Tote – été & \ufffdlarge: 22–28.00 USD; aggregateRating 4.26/5 (2)'],
  ],
  [
    'the price that holds, not the one before a sale or for members; no stars that nobody gave',
    {
      '@type': 'Product',
      name: 'Belt',
      aggregateRating: { ratingValue: 5, reviewCount: 0 },
      offers: {
        availability: ['http://schema.org/InStock', 'OnlineOnly'],
        priceSpecification: [
          { price: '50.00', priceCurrency: 'USD', validForMemberTier: { name: 'Gold' } },
          { price: '60.00', priceCurrency: 'USD', priceType: 'https://schema.org/ListPrice' },
          { price: '55.00', priceCurrency: 'USD' },
        ],
      },
    },
    ['Product Belt: 55.00 USD, InStock, OnlineOnly'],
  ],
  [
    'an event that does not take place as planned',
    {
      '@type': 'MusicEvent',
      name: 'Choir',
      startDate: '2027-06-05T19:00:00+02:00',
      eventStatus: 'https://schema.org/EventPostponed',
      location: {
        '@type': 'Place',
        name: 'Hall',
        address: { streetAddress: 'Kai 4', addressLocality: 'Bergen', addressRegion: 'Bergen' },
      },
    },
    ['MusicEvent Choir: startDate 2027-06-05T19:00:00+02:00; eventStatus EventPostponed; location Hall, Kai 4, Bergen'],
  ],
  [
    'one that does',
    { '@type': 'Event', name: 'Fair', startDate: '2027-06-05', eventStatus: 'EventScheduled', location: 'Pier' },
    ['Event Fair: startDate 2027-06-05; location Pier'],
  ],
  [
    'when a place is open, and where it is',
    {
      '@type': ['Restaurant', 'LocalBusiness'],
      name: 'Lume',
      telephone: '+47 55 01',
      address: { addressLocality: 'Bergen', addressCountry: { name: 'Norway' } },
      openingHoursSpecification: [
        { dayOfWeek: ['https://schema.org/Friday', 'Saturday'], opens: '17:00', closes: '23:30' },
        { validFrom: '2026-12-24', validThrough: '2026-12-26', opens: '00:00', closes: '00:00' },
        { dayOfWeek: 'Monday' },
      ],
    },
    [
      'Restaurant, LocalBusiness Lume: openingHoursSpecification Friday, Saturday 17:00–23:30; 2026-12-24–2026-12-26 closed; telephone +47 55 01; address Bergen, Norway',
    ],
  ],
  ['of a site that is no place nothing', { '@type': 'Organization', name: 'X', telephone: '1', address: 'Y' }, []],
  [
    'what work pays, where, and until when it is to be had',
    {
      '@type': 'JobPosting',
      title: 'Analyst',
      employmentType: ['FULL_TIME'],
      validThrough: '2026-12-15',
      jobLocation: [{ address: { addressLocality: 'Oslo' } }, { address: 'Bergen' }],
      baseSalary: { currency: 'NOK', value: { minValue: 620000, maxValue: 710000, unitText: 'YEAR' } },
    },
    [
      'JobPosting Analyst: baseSalary 620000–710000 NOK per YEAR; employmentType FULL_TIME; validThrough 2026-12-15; jobLocation Oslo / Bergen',
    ],
  ],
  [
    'the answer that was accepted',
    {
      '@type': 'QAPage',
      mainEntity: {
        '@type': 'Question',
        name: 'No water',
        answerCount: 2,
        acceptedAnswer: { text: '<p>The valve is in <b>backwards</b>;</p>', author: { name: 'ole' } },
      },
    },
    ['Question No water: acceptedAnswer by ole: "The valve is in backwards ;"'],
  ],
  [
    'no answer of a FAQ',
    [
      { '@type': 'FAQPage', mainEntity: { '@type': 'Question', name: 'Q', acceptedAnswer: { text: 'A' } } },
      { '@type': 'Question', name: 'Q', answerCount: 1, acceptedAnswer: { '@type': 'Answer', text: 'A' } },
    ],
    [],
  ],
  [
    "of a text neither its publisher's hours nor what a calendar beside it lists",
    [
      { '@type': 'BlogPosting', name: 'Tides', aggregateRating: { ratingValue: 4 } },
      { '@type': 'Bakery', name: 'Lume', openingHours: 'Mo-Fr 08:00-17:00' },
      { '@type': 'Event', name: 'Fair', startDate: '2027-06-05' },
      { '@type': 'MusicEvent', name: 'Choir', startDate: '2027-06-06' },
    ],
    ['BlogPosting Tides: aggregateRating 4'],
  ],
  [
    'the event that a text is about, and the hours on a page that a plugin calls an article',
    [
      { '@type': 'Article', name: 'Find us' },
      { '@type': 'Bakery', name: 'Lume', openingHours: 'Mo-Fr 08:00-17:00' },
      { '@type': 'Event', name: 'Fair', startDate: '2027-06-05' },
    ],
    ['Bakery Lume: openingHours Mo-Fr 08:00-17:00', 'Event Fair: startDate 2027-06-05'],
  ],
  ['nothing of what has neither a type nor a name', [{ '@type': '', offers: { price: 3 } }], []],
  [
    'what two plugins say alike once',
    [1, 2].map(() => ({ '@type': 'Thing', offers: offer('1', 'InStock') })),
    ['Thing: 1 EUR, InStock'],
  ],
  [
    'no more than a few of a list',
    Array.from({ length: 300 }, (_, i) => ({ '@type': 'Product', name: `P${i}`, offers: { price: i } })),
    Array.from({ length: 5 }, (_, i) => `Product P${i}: ${i}`),
  ],
  [
    'nothing of what is no value of its kind',
    [
      null,
      { '@type': 'Product', offers: [null, 'x', { price: { a: 1 } }], hasVariant: 'x', aggregateRating: 'x' },
      { '@type': 'Event', startDate: {}, location: [null, {}], openingHoursSpecification: [1, null] },
      { '@type': 'JobPosting', baseSalary: {}, jobLocation: [[]], mainEntity: [{}], acceptedAnswer: 1, answerCount: 1 },
    ],
    [],
  ],
];

const script = (jsonld: unknown) => `<script type="application/ld+json">${JSON.stringify(jsonld)}</script>`;

test('facts of JSON-LD', async (t) => {
  for (const [why, jsonld, facts] of CASES)
    await t.test(why, async () => assert.deepEqual((await pageOf(script(jsonld))).metadata?.facts ?? [], facts));
});

test('a product of very many variants is told of in a line', async () => {
  const hasVariant = Array.from({ length: 5_000 }, (_, i) => ({ name: `T - ${i}`, offers: offer('9', 'InStock') }));
  const html = script({ '@type': 'ProductGroup', name: 'T', hasVariant });
  const startedMs = workedMs();
  const { metadata } = await pageOf(html);
  assert.ok(workedMs() - startedMs < 1_000);
  assert.deepEqual(metadata?.facts, [
    `ProductGroup T: 9 EUR, InStock (${Array.from({ length: 12 }, (_, i) => i).join(', ')} … 5000 in all)`,
  ]);
});

test('the answer that a sign tells was accepted, in microdata', async () => {
  const answer = (
    type: string,
  ) => `<div itemscope itemtype="https://schema.org/${type}"><div itemprop=mainEntity itemscope itemtype="https://schema.org/Question">
    <div id=a9 itemprop=suggestedAnswer itemscope><div itemprop=text>Use sed.</div></div>
    <div id=a8 itemprop=acceptedAnswer itemscope itemtype="https://schema.org/Answer"><div itemprop=text><p>Expand it.</p></div><div itemprop=author itemscope><a itemprop=name>Dee</a></div></div></div></div>`;
  assert.deepEqual((await pageOf(answer('QAPage'))).metadata?.facts, ['acceptedAnswer #a8 by Dee: "Expand it."']);
  for (const type of ['FAQPage', 'Product']) assert.equal((await pageOf(answer(type))).metadata?.facts, undefined);
});

test('the price and stock of each size, which a form of WooCommerce carries for its script', async () => {
  const size = (name: string, display_price: number, is_in_stock: boolean, availability_html = '') => ({
    attributes: { attribute_pa_size: name, attribute_colour: '' },
    display_price,
    is_in_stock,
    availability_html,
  });
  const form = (variations: unknown) =>
    `<form class=cart data-product_variations="${JSON.stringify(variations).replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"><select><option>m<option>l</select></form>`;
  const sizes = [
    size('m', 22, true, '<p class="stock">3 in stock</p>'),
    size('l', 28, false),
    size('xl', 28, false),
    size('s', 20.5, true),
  ];
  assert.deepEqual((await pageOf(form(sizes))).metadata?.facts, [
    'variations: 22, 3 in stock (m); 28, OutOfStock (l, xl); 20.5, InStock (s)',
  ]);
  for (const none of [false, {}, [1, { attributes: 1, display_price: {}, is_in_stock: true }]])
    assert.doesNotMatch((await pageOf(form(none))).metadata?.facts?.join() ?? '', /[({]/);
  const encoded = ['%d0%ba%d1%80%d0%b0%d1%81%d0%bd%d1%8b%d0%b9', '100% wool'].map((name) => size(name, 22, true));
  assert.deepEqual((await pageOf(form(encoded))).metadata?.facts, ['variations: 22, InStock (красный, 100% wool)']);
  const odd = [{ attributes: { size: {} } }, { attributes: { size: {}, colour: 'red' }, display_price: 5 }];
  assert.deepEqual((await pageOf(form(odd))).metadata?.facts, ['variations: 5 (red)']);
  assert.equal((await pageOf('<form data-product_variations="[{">')).metadata?.facts, undefined);
});
