/** Targets that say nothing of themselves: those that are all one, those that are a login. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/core/preview/choose.js';
import { loginHeads } from '../../../src/core/preview/login-heads.js';
import type { HeadOutcome } from '../../../src/core/preview/read-heads.js';
import { sameHeads } from '../../../src/core/preview/same-heads.js';

interface Said {
  readonly title?: string;
  readonly description?: string;
  readonly body?: string;
  readonly led?: string;
  readonly asksPassword?: true;
}

const outcomeOf = ({ title = 'An app', description, body = '', led, ...asks }: Said): HeadOutcome => ({
  status: 'valid',
  reading: {
    head: {
      title,
      meta: description === undefined ? {} : { description },
      link: {},
      jsonld: [],
      ...(led === undefined ? {} : { redirected_url: new URL(led, 'https://a.test').href }),
    },
    lead: { headings: '', lead: '', around: '', body },
    chars: 0,
    ...asks,
  },
});
const FAILED: HeadOutcome = { status: 'skipped' };

test('most targets that were read are one head, three of them at least', () => {
  const shell: Said = {};
  const other = (title: string): Said => ({ title });
  const words = 'x'.repeat(300);
  for (const [what, said, told] of [
    ['three of four', [other('a'), shell, shell, shell], /^3 of 4 targets say the same of themselves \("An app"\)/],
    ['two of three', [shell, shell, other('a')], undefined],
    ['half', [shell, shell, shell, other('a'), other('b'), other('c')], undefined],
    ['no title', ['', '', ''].map(other), undefined],
    ['descriptions of their own', ['a', 'b', 'c'].map((description) => ({ description })), undefined],
    ['texts of their own', [1, 2, 3].map((more) => ({ body: words + 'y'.repeat(more) })), undefined],
    ['one text', [1, 2, 3].map(() => ({ body: words })), /^3 of 3 /],
  ] as const) {
    const warnings = sameHeads([...said.map(outcomeOf), FAILED]);
    if (told === undefined) assert.deepEqual(warnings, [], what);
    else assert.match(warnings.join(), told, what);
  }
});

test('targets that showed a login: one that is sure, two that lead to one, three that are one form', () => {
  const form: Said = { asksPassword: true };
  const led: Said = { led: '/login?next=/x' };
  for (const [what, said, told] of [
    ['led to a form', [['/x', { ...led, ...form }]], '1 of 2'],
    [
      'led to one login',
      [
        ['/x', led],
        ['/y', { led: '/login?next=/y' }],
      ],
      '2 of 3',
    ],
    ['led to a login', [['/x', led]], undefined],
    ['led to one page', ['/x', '/y', '/z'].map((path) => [path, { led: '/home' }]), undefined],
    [
      'one form',
      [
        ['/x', form],
        ['/y', form],
        ['/z', form],
      ],
      '3 of 4',
    ],
    [
      'two forms',
      [
        ['/x', form],
        ['/y', form],
      ],
      undefined,
    ],
    ...(['title', 'description', 'body'] as const).map(
      (key) =>
        [
          `forms of their own by their ${key}`,
          ['/x', '/y', '/z'].map((path) => [path, { ...form, [key]: path }] as const),
          undefined,
        ] as const,
    ),
    [
      'no form',
      [
        ['/x', {}],
        ['/y', {}],
        ['/z', {}],
      ],
      undefined,
    ],
    [
      'logins that were linked',
      [
        ['/login', form],
        ['/signin', form],
        ['/users/sign_in', form],
      ],
      undefined,
    ],
  ] as ReadonlyArray<readonly [string, ReadonlyArray<readonly [string, Said]>, string | undefined]>) {
    const page = { title: 'Tides' };
    const outcomes = new Map<Candidate, HeadOutcome>();
    for (const [path, one] of [...said, ['/tides', page] as const]) {
      const item = {
        href: `https://a.test${path}`,
        text: '',
        title: '',
        base_domain: '',
        region: 'main',
        count: 1,
      } as const;
      outcomes.set({ item, type: 'internal' }, outcomeOf(one));
    }
    // Nothing is said of what was not read.
    const skipped = {
      href: 'https://a.test/login',
      text: '',
      title: '',
      base_domain: '',
      region: 'main',
      count: 1,
    } as const;
    outcomes.set({ item: skipped, type: 'internal' }, FAILED);
    const { logins, others } = loginHeads(outcomes);
    const count = Number.parseInt(told ?? '0', 10);
    assert.deepEqual([logins.length, others.length], [told === undefined ? 0 : 1, said.length + 2 - count], what);
    assert.ok((logins[0] ?? '').startsWith(told ?? ''), what);
  }
});
