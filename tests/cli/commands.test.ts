/** The command line as a person and as a script use it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { MAIN } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-test-'));
after(() => rmSync(dir, { recursive: true }));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

function run(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk) => (ran.out += chunk));
    child.stderr.on('data', (chunk) => (ran.err += chunk));
    child.on('close', (code) => resolve({ ...ran, code }));
    child.stdin.end(input);
  });
}

test('extract-links: readable text, JSON for programs, exit codes', async () => {
  await using site = await startSite({
    '/': { body: '<title>T</title><a href="/a">Alpha</a>' },
    '/gone': { status: 404, body: 'gone' },
  });
  const text = await run(['extract-links', `${site.url}/`, '--allow-host', '127.0.0.1']);
  assert.equal(text.code, 0, text.err);
  assert.match(text.out, /- Alpha <http:\/\/127\.0\.0\.1:\d+\/a>/);
  // What a server leaves out is not left out here.
  const env = { WEBLOUPE_ALLOW_HOST: '127.0.0.1', WEBLOUPE_STRUCTURED_CONTENT: 'false' };
  const json = await run(['extract-links', `${site.url}/`, '--json'], { env });
  assert.equal(JSON.parse(json.out).links.internal[0].text, 'Alpha');
  const gone = await run(['crawl', `${site.url}/gone`, '--allow-host', '127.0.0.1']);
  assert.equal(gone.code, 1);
  const blocked = await run(['crawl', `${site.url}/`]);
  assert.equal(blocked.code, 1);
  assert.match(blocked.err, /blocked_address/);
  const failed = await run(['crawl', `${site.url}/`, '--json']);
  assert.equal(failed.code, 1);
  const { success, error_message: message } = JSON.parse(failed.out);
  assert.equal(success, false);
  assert.equal(failed.err, `webloupe: ${message}\n`);
  const misread = await run(['crawl', 'no address', '--json']);
  assert.equal(misread.code, 2);
  assert.match(JSON.parse(misread.out).error_message, /^invalid_input: url: /);
});

test('bad usage: exit code 2 and the nearest name', async () => {
  const flag = await run(['extract-links', 'https://a.example', '--scroe-links']);
  assert.equal(flag.code, 2);
  assert.match(flag.err, /did you mean --score-links/);
  const value = await run(['crawl', 'https://a.example', '--page-timeout', 'soon']);
  assert.equal(value.code, 2);
  assert.match(value.err, /page_timeout: expected number, got "soon"/);
  for (const file of ['--storage-state', '--social-media-domains'])
    assert.match((await run([file, '/no/such/file'])).err, new RegExp(`^webloupe: invalid_input: ${file}`));
  const state = path.join(dir, 'state.json');
  for (const [text, wrong] of [
    ['{"cookies": [{"name": "a", "value": "s3cret", "path": "/"}]}', /cookies\.0\.domain: /],
    ['[{"name": "a", "value": "s3cret"}]', /expected object/],
    ['a=s3cret', /is no JSON/],
  ] as const) {
    writeFileSync(state, text);
    const { code, err } = await run(['--storage-state', state]);
    assert.equal(code, 2);
    assert.match(err, /^webloupe: invalid_input: --storage-state: .*Next: Name a file that Playwright saved/);
    assert.match(err, wrong);
    assert.doesNotMatch(err, /s3cret/);
  }
  writeFileSync(state, '# ours\nours.example  # and below\nno domain\n');
  const domains = await run(['--social-media-domains', state]);
  assert.equal(domains.code, 2);
  assert.match(domains.err, /--social-media-domains: line 3 of .* is no domain\. Next: Write it as example\.com\./);
  assert.match((await run(['--proxy-server', 'nonsense'])).err, /^webloupe: invalid_input: --proxy-server/);
  assert.equal((await run(['extract-media'])).code, 2);
});

const MISTAKES: ReadonlyArray<[string, RegExp]> = [
  [
    'https://a.example/x',
    /unknown command "https:\/\/a\.example\/x"\. Next: Try webloupe crawl https:\/\/a\.example\/x$/,
  ],
  ['example.com/x --json', /Next: Try webloupe crawl example\.com\/x$/],
  ['crwal https://a.example --query oak', /unknown command "crwal"\. Next: Did you mean webloupe crawl\?$/],
  ['extract_links https://a.example', /Next: Did you mean webloupe extract-links\?$/],
  ['media https://a.example', /Next: Did you mean webloupe extract-media\?$/],
  ['make-coffee', /Next: See webloupe --help\.$/],
  ['--prot 8931', /unknown option --prot, did you mean --port\? Next: See webloupe --help\.$/],
  ['crawl https://a.example --full-page', /unknown option --full-page\. Next: See webloupe crawl --help\.$/],
  ['demo twice', /demo takes options only, got "twice"/],
  ['worker twice', /worker takes options only/],
  ['preview-links https://a.example --query --json', /--query needs a value/],
  ['install-browser firefox', /install-browser takes options only/],
  ['capture https://a.example https://b.example', /capture takes one URL/],
  ['preview-links --query oak', /preview-links takes a URL/],
  ['check-url --json', /check-url takes URLs, or - to read them from stdin\. Next: Give at least one URL\.$/],
  ['--config /no/such/file', /--config: cannot read \/no\/such\/file\. Next: Name a readable JSON file\.$/],
  [`--config ${MAIN}`, /--config: \S+main\.js is no JSON object\. Next: Correct the file\.$/],
];

test('a field that is JSON may be null, as `--headers "$(jq .headers FILE)"` has it where there are none', async () => {
  await using site = await startSite({ '/': { body: '<title>T</title>' } });
  const { code, err } = await run(['crawl', `${site.url}/`, '--allow-host', '127.0.0.1', '--headers', 'null']);
  assert.deepEqual([code, err], [0, '']);
});

test('a boolean may have its value behind it', async () => {
  const links = '<a href="/a">Alpha</a> <a href="https://b.example/">Beta</a> <a href="https://x.com/c">Gamma</a>';
  await using site = await startSite({ '/': { body: `<title>T</title>${links}` } });
  const told = async (...flags: string[]) => {
    const { out } = await run(['extract-links', `${site.url}/`, '--json', '--allow-host', '127.0.0.1', ...flags]);
    const { internal, external } = JSON.parse(out).links;
    const { intrinsic_score: score } = external[0];
    return { noInternal: internal.length === 0, noSocial: external.length === 1, scored: score !== undefined };
  };
  const [internal, social, score] = ['exclude-internal-links', 'exclude-social-media-links', 'score-links'];
  const all = { noInternal: true, noSocial: true, scored: true };
  assert.deepEqual(await told(`--${internal}`, `--${social}`, 'true', `--${score}=true`), all);
  const two = { ...all, noSocial: false };
  assert.deepEqual(await told(`--no-${internal}=false`, `--${social}`, 'false', `--no-${score}=false`), two);
  const none = { noInternal: false, noSocial: false, scored: false };
  assert.deepEqual(await told(`--no-${internal}`, `--no-${social}=true`, `--${score}=false`), none);
});

test('what was meant by a command that is none', async () => {
  const check = async ([line, expected]: (typeof MISTAKES)[number]) => {
    const ran = await run(line.split(' '));
    assert.equal(ran.code, 2, line);
    assert.equal(ran.out, '', line);
    assert.match(ran.err.trim(), expected);
  };
  await Promise.all(MISTAKES.map(check));
});

test('several URLs, and what leads to the rest of an answer', async () => {
  await using site = await startSite({
    '*': (request) => ({ body: `<title>P ${request.url}</title><a href="/x">x</a><a href="/y">y</a>` }),
    '/pdf': { headers: { 'content-type': 'application/pdf' }, body: '%PDF' },
    '/never': () => {},
  });
  const allow = ['--allow-host', '127.0.0.1'];
  const both = await run(['crawl', `${site.url}/a`, `${site.url}/b`, `${site.url}/pdf`, ...allow]);
  assert.match(both.out, /1\. P \/a .*\n(?: .*\n)*2\. P \/b /, both.err);
  assert.ok(!both.out.includes('webloupe://'), 'a result that is gone when the command ends');
  const cut = await run(['extract-links', `${site.url}/a`, '--limit', '1', ...allow]);
  assert.match(cut.out, /Showing 1 of 2\. For more: --json prints all\n/);
  const late = await run(['crawl', `${site.url}/never`, '--max-pages', '2', '--time-budget', '1', ...allow]);
  assert.match(late.out, /^To visit more pages: a larger --time-budget$/m);
});

test('a pipe gets all, and nothing else is said', async () => {
  const links = Array.from({ length: 120 }, (_, i) => `<a href="/page-${i}">Page ${i}</a>`).join(' ');
  const row = (i: number) => `<tr><td>${i}</td><td>${'word '.repeat(20)}</td></tr>`;
  const table = `<table><tr><th>a</th><th>b</th></tr>${Array.from({ length: 400 }, (_, i) => row(i)).join('')}</table>`;
  await using site = await startSite({ '*': { body: `<title>T</title>${links}${table}` } });
  const allow = ['--allow-host', '127.0.0.1'];
  const listed = await run(['extract-links', `${site.url}/`, ...allow]);
  assert.equal(listed.out.match(/^- Page /gm)?.length, 120);
  const read = await run(['crawl', `${site.url}/`, '--include', 'content', ...allow]);
  assert.match(read.out, /\| 399 \|/);
  const json = await run(['crawl', `${site.url}/`, '--include', 'tables', '--json', ...allow]);
  assert.equal(JSON.parse(json.out).tables[0].rows.length, 400);
  // More requests at once than listeners that Node takes for a leak.
  const previewed = await run(['preview-links', `${site.url}/`, '--concurrency', '30', ...allow]);
  assert.equal(previewed.err, '');
});

test('with a query one page is shown from its best part, into a pipe too; JSON for programs is whole', async () => {
  const piers = Array.from({ length: 600 }, (_, i) => `<a href="/pier/${i}">Pier ${i}</a> `).join('');
  const section = (name: string) =>
    `<h2>The ${name}</h2>${`<p>How a ${name} is mended. ${'More. '.repeat(40)}`.repeat(40)}`;
  await using site = await startSite({
    '/': { body: ['keel', 'sail', 'anchor', 'rope'].map(section).join('') + piers },
  });
  const command = ['crawl', `${site.url}/`, '--query', 'anchor', '--allow-host', '127.0.0.1', '--include'];
  const { out } = await run([...command, 'content']);
  assert.match(out, /^Note: content begins where .*\("The anchor"\); what stands before: without query$/m);
  assert.match(out, /# Content\n## The anchor\n/);
  assert.doesNotMatch(out, /How a keel/);
  const { markdown } = JSON.parse((await run([...command, 'content', '--json'])).out);
  assert.match(markdown, /^## The keel[\s\S]*## The rope/);
  const list = await run([...command, 'links']);
  assert.equal(list.out.match(/^- Pier /gm)?.length, 600, 'no part of links answers a query');
});

test('a program gets texts and heads whole, which an agent gets cut', async () => {
  const words = 'word '.repeat(100).trim();
  const feeds = Array.from({ length: 15 }, (_, i) => `<link rel="alternate" href="/feed/${i}">`).join('');
  await using site = await startSite({
    '*': {
      body: `<title>${words}</title>${feeds}<main><a href="/x" title="${words}!">${words}</a><img src="/i.png" alt="${words}"></main>`,
    },
  });
  const json = async (command: string) =>
    JSON.parse((await run([command, `${site.url}/`, '--json', '--allow-host', '127.0.0.1'])).out);
  const { links } = await json('extract-links');
  assert.deepEqual([links.internal[0].text, links.internal[0].title], [words, `${words}!`]);
  const { media } = await json('extract-media');
  assert.equal(media.images[0].alt, words);
  const crawled = await json('crawl');
  assert.deepEqual(
    [crawled.metadata.title, crawled.links.internal[0].text, crawled.media.images[0].alt],
    [words, words, words],
  );
  const { head_data: head } = (await json('preview-links')).links[0];
  assert.deepEqual([head.title, head.link.alternate.length, head.jsonld], [words, 15, []]);
});

test('a capture is told by its file: nobody sees a picture here, and the next command knows no address of it', async () => {
  await using site = await startSite({ '/': { body: '<title>T</title><div style="height:4000px">tall</div>' } });
  const { out } = await run(['capture', `${site.url}/`, '--allow-host', '127.0.0.1', '-o', dir]);
  assert.match(out, new RegExp(`^screenshot: 1280×\\d+ px, image/png, \\d+ bytes: ${dir}/\\w+\\.png\n$`, 'm'));
  assert.doesNotMatch(out, /Shown at|webloupe:\/\//);
});

test('a folder that cannot be made is named in a line, without a stack', async () => {
  const file = path.join(dir, 'file');
  writeFileSync(file, '');
  const { code, err } = await run(['capture', 'https://a.example/', '-o', file]);
  assert.equal(code, 1);
  assert.match(err, /^webloupe: EEXIST.*file'\nwebloupe: internal_error: the folder .* Next: .*--output-dir\.\n$/);
});

test('verbose says on stderr what a command does', async () => {
  await using site = await startSite({
    '/': { body: '<title>T</title><a href="/gone">Gone</a>' },
    '*': { status: 404 },
  });
  const command = ['preview-links', `${site.url}/`, '--allow-host', '127.0.0.1'];
  const verbose = await run([...command, '--verbose', '--json']);
  assert.match(verbose.err, /^\S+ answered 200, .*\nfailed: http:\S+\/gone: http_error\n$/);
  assert.equal(JSON.parse(verbose.out).counts.failed, 1);
  assert.equal((await run(command)).err, '');
  const preview = ['--score-links', '--link-preview-config', '{"verbose":true}'];
  assert.match((await run(['crawl', ...command.slice(1), ...preview])).err, /^\S+ answered 200/);
});

test('a reader that takes its time gets all', async () => {
  await using site = await startSite({
    '/': { body: `<title>T</title>${'<p>One paragraph among many.'.repeat(20_000)}` },
  });
  const slowly = ['-c', '"$0" "$@" | { sleep 0.5; cat; }', process.execPath, MAIN];
  const child = spawn('sh', [
    ...slowly,
    'crawl',
    `${site.url}/`,
    '--include',
    'content',
    '--json',
    '--allow-host',
    '127.0.0.1',
  ]);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  await once(child, 'close');
  assert.equal(JSON.parse(out).markdown.match(/paragraph/g).length, 20_000);
});

test('flags go before variables, variables before the config file', async () => {
  const file = path.join(dir, 'config.json');
  writeFileSync(file, JSON.stringify({ blockHost: ['file.example'] }));
  const blocks = (args: string[], env = {}) =>
    run(
      [
        'check-url',
        'https://file.example/',
        'https://env.example/',
        '--resolve',
        'file.example:443:93.184.215.14',
        '--resolve',
        'env.example:443:93.184.215.14',
        '--json',
        ...args,
      ],
      { env },
    );
  const verdicts = (ran: Ran) =>
    ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).verdict);
  assert.deepEqual(verdicts(await blocks(['--config', file])), ['block', 'allow']);
  assert.deepEqual(verdicts(await blocks(['--config', file], { WEBLOUPE_BLOCK_HOST: 'env.example' })), [
    'allow',
    'block',
  ]);
  assert.deepEqual(verdicts(await blocks(['--block-host', 'other.example'], { WEBLOUPE_BLOCK_HOST: 'env.example' })), [
    'allow',
    'allow',
  ]);
  writeFileSync(file, `\uFEFF${JSON.stringify({ blockHost: ['file.example'] })}`);
  assert.deepEqual(verdicts(await blocks(['--config', file])), ['block', 'allow'], 'as editors on Windows write it');
  writeFileSync(file, JSON.stringify({ blokHost: [] }));
  assert.match((await blocks(['--config', file])).err, /unknown field "blokHost", did you mean "blockHost"/);
});

test('options may stand before the command', async () => {
  const checked = await run(['--block-host', 'demo', 'check-url', 'http://demo/', '--json']);
  assert.match(JSON.parse(checked.out).reason, /is in --block-host/);
  await using site = await startSite({ '/': { body: '<a href="/a">a</a>' } });
  const read = await run(['--allow-host', '127.0.0.1', '--limit', '1', 'extract-links', `${site.url}/`]);
  assert.equal(read.code, 0);
  assert.match((await run(['--help', 'crawl'])).out, /^webloupe crawl URL/);
});

test('lists in one text: blanks behind commas, commas in URLs, brackets of IPv6, and what curl takes for --resolve', async () => {
  const { WEBLOUPE_ALLOW_HOST, ...checks } = {
    WEBLOUPE_ALLOW_HOST: '10.0.0.1, [::1]:80,10.0.0.2',
    one: ['http://10.0.0.1/', 'http://[::1]/', 'http://10.0.0.2/', 'http://10.0.0.3/'],
    two: ['http://two.example/', 'http://any.example/', 'http://any.example:81/', 'http://late.example/'],
  };
  const told = async (args: string[], env = {}) =>
    (await run(['check-url', ...args, '--json'], { env })).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const verdicts = (await told(checks.one, { WEBLOUPE_ALLOW_HOST })).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts, ['allow', 'allow', 'allow', 'block']);
  const resolve = [
    'two.example:80:93.184.215.14,2606:2800:220:1::1',
    '*:80:93.184.215.15',
    '+late.example:80:93.184.215.16',
  ];
  const answers = await told([...checks.two, ...resolve.flatMap((one) => ['--resolve', one])]);
  assert.deepEqual(
    answers.map(({ addresses }) => addresses.join(' ')),
    ['93.184.215.14 2606:2800:220:1::1', '93.184.215.15', '', '93.184.215.16'],
  );
  const urls = 'https://a.invalid/x,1,https://b.invalid/';
  const { out } = await run(['preview-links', '--links', urls, '--json']);
  assert.deepEqual(
    JSON.parse(out)
      .links.map(({ href }: { href: string }) => href)
      .sort(),
    ['https://a.invalid/x,1', 'https://b.invalid/'],
  );
});

test('a wrong option is named as it was given, and a text is not repeated: it may be a secret', async () => {
  const file = path.join(dir, 'wrong.json');
  writeFileSync(file, JSON.stringify({ authToken: 12_345 }));
  const CASES: ReadonlyArray<[string[], Record<string, string>, RegExp]> = [
    [['--max-concurrency', 'few'], {}, /invalid_input: --max-concurrency: expected number, got "few". Next: See /],
    [[], { WEBLOUPE_PORT: 'abc' }, /WEBLOUPE_PORT: expected number, got "abc"/],
    [['--config', file], {}, /--config: authToken: expected string\. Next/],
    [
      [],
      { WEBLOUPE_REDIS_URL: 'redis:12345' },
      /WEBLOUPE_REDIS_URL: expected redis:\/\/HOST:PORT or rediss:\/\/…\. Next/,
    ],
  ];
  for (const [args, env, expected] of CASES) {
    const { code, err } = await run(args, { env });
    assert.equal(code, 2);
    assert.match(err, expected);
    assert.doesNotMatch(err, /12345/);
  }
});

test('a variable that is nearly an option is pointed out; what Kubernetes sets is let be', async () => {
  const mistyped = await run([], { env: { WEBLOUPE_BLOCK_HOSTS: 'a.example' } });
  assert.equal(mistyped.code, 0);
  assert.equal(mistyped.err, 'webloupe: WEBLOUPE_BLOCK_HOSTS is no option, did you mean WEBLOUPE_BLOCK_HOST?\n');
  const service = {
    WEBLOUPE_PORT: 'tcp://10.3.240.1:8931',
    WEBLOUPE_PORT_8931_TCP_ADDR: '10.3.240.1',
    WEBLOUPE_SERVICE_HOST: '10.3.240.1',
    WEBLOUPE_SERVICE_PORT: '8931',
  };
  assert.deepEqual(await run([], { env: service }), { code: 0, out: '', err: '' });
});

test('a reader that has had enough is no error', async () => {
  const child = spawn(process.execPath, [MAIN, 'demo']);
  child.stdout.once('data', () => child.stdout.destroy());
  let err = '';
  child.stderr.on('data', (chunk) => (err += chunk));
  const [code] = await once(child, 'close');
  assert.deepEqual([code, err], [0, '']);
});

test('an answer that cannot be written is a failure that says why', { skip: !existsSync('/dev/full') }, async () => {
  for (const args of [['check-url', 'http://10.0.0.1/'], ['--help'], ['crawl', '--help']]) {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let err = '';
    child.stderr?.on('data', (chunk) => (err += chunk));
    const [code] = await once(child, 'close');
    assert.equal(code, 1, args[0]);
    assert.match(err, /^webloupe: the answer cannot be written: ENOSPC.*\n$/);
  }
});

test('a log that cannot be written ends no call', { skip: !existsSync('/dev/full') }, async () => {
  const file = path.join(dir, 'full');
  writeFileSync(file, '');
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [MAIN, '--output-dir', file], { stdio: ['pipe', 'pipe', full] });
  closeSync(full);
  let out = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  const info = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  const capture = { name: 'capture', arguments: { url: 'https://a.example/' } };
  for (const message of [
    { id: 1, method: 'initialize', params: info },
    { id: 2, method: 'tools/call', params: capture },
    { id: 3, method: 'tools/call', params: capture },
  ])
    child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  child.stdin?.end();
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(out.match(/the folder for captures cannot be written to/g)?.length, 2, out);
});

test('flags of the HTTP server without its port are told to have no use', async () => {
  const told = await run(['--host', '0.0.0.0', '--drain-time=5', '--no-sandbox'], { env: { WEBLOUPE_MAX_CALLS: '9' } });
  const err = 'webloupe: without --port MCP is served on stdio, and there is no use for --host, --drain-time\n';
  assert.deepEqual(told, { code: 0, out: '', err });
  if (!existsSync('/dev/full')) return;
  const full = openSync('/dev/full', 'w');
  const unread = spawn(process.execPath, [MAIN, '--host', '0.0.0.0'], { stdio: ['ignore', 'ignore', full] });
  closeSync(full);
  assert.deepEqual(await once(unread, 'close'), [0, null], 'also where nobody can read it');
});

test('a config file that is no JSON is told with the line, and without its text', async () => {
  const file = path.join(dir, 'comma.json');
  writeFileSync(file, '{\n  "authToken": "s3cret",\n  "port": 1,\n}\n');
  const { code, err } = await run(['--config', file]);
  assert.equal(code, 2);
  assert.match(
    err,
    /^webloupe: invalid_input: --config: \S+comma\.json is no JSON object \(line [34]\)\. Next: Correct the file\.\n$/,
  );
});

test('check-url: verdict and reason for each line of stdin, in order, without connecting', async () => {
  const input =
    '{"url":"https://a.example/","resolves_to":["93.184.215.14"]}\nhttp://10.0.0.1/\n{"url":"https://b.example/","resolves_to":["10.0.0.1"]}\n';
  const ran = await run(['check-url', '-', '--json'], { input });
  const lines = ran.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ verdict }) => verdict),
    ['allow', 'block', 'block'],
  );
  assert.ok(lines.every(({ reason, addresses }) => typeof reason === 'string' && Array.isArray(addresses)));
  assert.equal(ran.code, 1);
});

test('demo answers every step, with the links of the page that a script builds', async () => {
  const ran = await run(['demo']);
  assert.equal(ran.code, 0, ran.err);
  assert.match(ran.out, /eleven weeks of repair/);
  assert.match(ran.out, /1\. [\d.]+ The ferry sails again/);
  assert.match(ran.out, /harbour-1200\.svg/);
  assert.match(ran.out, /\| Monday \| 06:12 \| 12:31 \|/);
  assert.match(ran.out, /Aurora is in port/);
  assert.match(ran.out, /All steps answered/);
});

test('doctor finds the browser and tries it; help and version answer', async () => {
  const doctor = await run(['doctor']);
  assert.equal(doctor.code, 0, doctor.out + doctor.err);
  assert.match(doctor.out, /It loads pages/);
  assert.match((await run(['--help'])).out, /--allow-host/);
  assert.match((await run(['crawl', '--help'])).out, /--main-content-only/);
  assert.match((await run(['help', 'capture'])).out, /--image-format/);
  assert.match((await run(['install-browser', '--help'])).out, /webloupe install-browser/);
  assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
});
