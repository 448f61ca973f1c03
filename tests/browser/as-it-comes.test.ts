/** Answers that a browser makes a page of, and what plain HTTP makes of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClient, type TestClient } from '../helpers/client.js';
import { inTime } from '../helpers/in-time.js';
import { type Route, startCannedServer, startSite } from '../helpers/site.js';

let server: TestClient;
before(async () => {
  server = await startClient(['--allow-host', '127.0.0.1', '--allow-host', '127.0.0.2']);
});
after(() => server[Symbol.asyncDispose]());

const leads = {
  'in the head': { body: '<meta http-equiv="refresh" content="0; url=/end"><title>Moved</title>' },
  'with few marks': { body: "<META content='1;/end' HTTP-EQUIV=Refresh>" },
  'in a header': { headers: { refresh: '0;URL="/end"' }, body: 'Moved' },
  twice: { body: '<meta http-equiv="refresh" content="0;url=/again">' },
  'from its base': { body: '<base target=_top><base href="/"><meta http-equiv="refresh" content="0;url=end">' },
  'from no base that comes late': { body: '<meta http-equiv="refresh" content="0;url=../end"><base href="/x/y/z">' },
};
for (const [name, start] of Object.entries(leads))
  test(`a page that leads on at once is followed: ${name}`, async () => {
    await using site = await startSite({
      '/old/page': start,
      '/again': leads['in the head'],
      '/end': { body: '<title>End</title><a href="next">Next</a>' },
    });
    const { data } = await server.call('crawl', { url: `${site.url}/old/page` });
    assert.deepEqual(
      [data.engine, data.url, data.redirected_url, data.metadata.title],
      ['http', `${site.url}/old/page`, `${site.url}/end`, 'End'],
    );
  });

const stays = {
  later: '<meta http-equiv="refresh" content="5; url=/end">',
  'to itself': '<meta http-equiv="refresh" content="0; url=/#top">',
  'without scripts only': '<noscript><meta http-equiv="refresh" content="0; url=/end"></noscript>',
  'in a comment': '<!-- <meta http-equiv="refresh" content="0; url=/end"> -->',
  'to no web page': '<meta http-equiv="refresh" content="0; url=javascript:void(0)">',
};
for (const [name, body] of Object.entries(stays))
  test(`a page stays: ${name}`, async () => {
    await using site = await startSite({ '/': { body: `${body}<p>Here` } });
    const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'http' });
    assert.equal(data.markdown, 'Here');
    assert.deepEqual(
      site.hits.map(({ path }) => path),
      ['/'],
    );
  });

test('what is no HTML leads nowhere, and a page that leads to what cannot be read stays', async () => {
  const lead = '<meta http-equiv="refresh" content="0; url=/f.zip">';
  await using site = await startSite({
    '/notes.txt': { headers: { 'content-type': 'text/plain' }, body: lead },
    '/download': { body: `${lead}<p>Thanks` },
    '/f.zip': { headers: { 'content-type': 'application/zip' }, body: 'PK' },
  });
  const notes = await server.call('crawl', { url: `${site.url}/notes.txt`, engine: 'http' });
  assert.deepEqual([notes.isError, site.hits.length], [false, 1]);
  const { data } = await server.call('crawl', { url: `${site.url}/download`, engine: 'http' });
  assert.equal(data.markdown, 'Thanks');
});

test('pages that lead on to one another share the time of one', async () => {
  const later: Route = (request, response) => {
    const next = `${request.url ?? ''}a`;
    setTimeout(() => response.end(`<meta http-equiv="refresh" content="0;url=${next}">`), 800);
  };
  await using site = await startSite({ '*': later });
  const { text } = await server.call('crawl', { url: `${site.url}/`, engine: 'http', page_timeout: 1_500 });
  assert.match(text, /leads on to .*\/a, which failed: timeout:/);
  assert.deepEqual(
    site.hits.map(({ path }) => path),
    ['/', '/a'],
  );
});

test('the turn of a page that another leads to holds up no other call, and is part of the time', () =>
  inTime(async () => {
    await using one = await startClient(['--allow-host', '127.0.0.1', '--max-concurrency', '1']);
    await using other = await startSite({ '*': { body: '<p>Other' } });
    await using site = await startSite({
      '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nCrawl-delay: 3' },
      '/end': { body: '<p>End' },
      '*': { body: '<meta http-equiv="refresh" content="0;url=/end"><p>Start' },
    });
    const hit = (path: string) => site.hits.some((each) => each.path === path);
    const input = { engine: 'http', check_robots_txt: true };
    const leading = one.call('crawl', { ...input, url: `${site.url}/` });
    leading.catch(() => {});
    while (!hit('/')) await sleep(20);
    assert.equal((await one.call('crawl', { ...input, url: `${other.url}/` })).data.markdown, 'Other');
    assert.equal(hit('/end'), false);
    assert.equal((await leading).data.markdown, 'End');
    const { data } = await one.call('crawl', { ...input, url: `${site.url}/again`, page_timeout: 1_000 });
    assert.equal(data.markdown, 'Start');
    assert.match(
      String(data.warnings),
      /leads on to .*\/end, which failed: timeout: its turn did not come within 1000 ms/,
    );
  }));

test('a page that leads to what cannot be had is told, with the reason', async () => {
  const to = (address: string): Route => ({ body: `<meta http-equiv="refresh" content="0;url=${address}"><p>Old` });
  await using site = await startSite({
    '/blocked': to('http://user:secret@10.0.0.1/'),
    '/closed': to('/broken'),
    '/barred': to('/private/page'),
    '/broken': (_request, response) => void response.socket?.destroy(),
    '/robots.txt': { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /private' },
    '/private/page': { body: '<p>Private' },
  });
  const cases = [
    ['blocked', /leads on to http:\/\/10\.0\.0\.1\/, which failed: blocked_address: /],
    ['closed', /leads on to .*\/broken, which failed: connect_failed: /],
    ['barred', /leads on to .*\/private\/page, which failed: blocked_by_robots: /],
  ] as const;
  for (const [path, why] of cases) {
    const input = { url: `${site.url}/${path}`, check_robots_txt: true, engine: path === 'closed' ? 'http' : 'auto' };
    const { data } = await server.call('crawl', input);
    assert.deepEqual([data.success, data.redirected_url, data.markdown], [true, input.url, 'Old'], path);
    assert.match(String(data.warnings), why);
  }
  // In a browser the page is gone by then.
  const gone = await server.call('crawl', { url: `${site.url}/blocked`, engine: 'browser' });
  assert.match(
    gone.text,
    /^blocked_address: the page led to 10\.0\.0\.1: .*private address\. Next: crawl with engine "http"/,
  );
  const { data } = await server.call('crawl', { url: `${site.url}/barred` });
  assert.equal(data.markdown, 'Private', 'robots.txt counts where it was asked');
});

test('of a redirect to what is no web page no permission is asked for, which would not help', async () => {
  await using site = await startSite({ '/file': { status: 302, headers: { location: 'file:///etc/hostname' } } });
  for (const engine of ['http', 'browser']) {
    const { text } = await server.call('crawl', { url: `${site.url}/file`, engine });
    assert.match(text, /^blocked_address: .* Next: Use another address: no option opens this one\.$/, engine);
  }
});

test('a page that leads on has its cookies sent to where it leads, and to nobody else', async () => {
  await using other = await startSite({ '*': { body: '<p>Other' } }, { host: '127.0.0.2' });
  await using site = await startSite({
    '/': {
      headers: { 'set-cookie': ['seen=1', 'deep=2; Path=/deep'] },
      body: '<meta http-equiv="refresh" content="0;url=/in">',
    },
    '/in': (request) => ({
      headers: { 'set-cookie': 'more=3' },
      body: request.headers.cookie === 'seen=1' ? `<meta http-equiv="refresh" content="0;url=${other.url}/">` : 'lost',
    }),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'http' });
  assert.equal(data.markdown, 'Other');
  assert.equal(other.hits[0]?.headers.cookie, undefined);
  const links = [`${site.url}/`];
  const preview = await server.call('preview_links', { links, query: 'other' });
  assert.equal(preview.data.links[0].head_data.redirected_url, `${other.url}/`);
  await server.call('crawl', { url: `${site.url}/in`, engine: 'http' });
  assert.equal(site.hits.at(-1)?.headers.cookie, undefined, 'nor to the next call');
});

test('a preview tells the head of the page that a link leads to', async () => {
  await using site = await startSite({
    '/old': { body: '<title>Moved</title><meta http-equiv="refresh" content="0;url=/new">' },
    '/header': { headers: { refresh: '0;url=/old' }, body: 'Moved' },
    '/new': { body: '<title>New</title><p>Here' },
    '/thanks': { body: '<title>Thanks</title><meta http-equiv="refresh" content="0;url=/f.zip">' },
    '/f.zip': { headers: { 'content-type': 'application/zip' }, body: 'PK' },
    '/later': { body: '<title>Later</title><meta http-equiv="refresh" content="9;url=/new">' },
    '/dead': { body: '<title>Moved</title><meta http-equiv="refresh" content="0;url=/none">' },
    '/inside': { body: '<title>Moved</title><meta http-equiv="refresh" content="0;url=http://10.0.0.1/">' },
    '/round': { body: '<title>Round</title><meta http-equiv="refresh" content="0;url=/and-round">' },
    '/and-round': { body: '<title>Again</title><meta http-equiv="refresh" content="0;url=/round">' },
  });
  const paths = ['/old', '/header', '/thanks', '/later', '/dead', '/inside', '/round'];
  const { data } = await server.call('preview_links', { links: paths.map((path) => `${site.url}${path}`) });
  interface Shown {
    readonly href: string;
    readonly head_data?: { readonly title?: string; readonly redirected_url?: string };
    readonly head_extraction_error?: string;
  }
  const told = data.links.map(({ href, head_data, head_extraction_error: error = '' }: Shown) => {
    const where = head_data?.redirected_url?.replace(site.url, '') ?? '';
    return `${href.replace(site.url, '')} ${head_data?.title ?? ''} ${where} ${error.split(':', 1)[0]}`;
  });
  assert.deepEqual(told.sort(), [
    '/dead   http_error',
    '/header New /new ',
    '/inside   blocked_address',
    '/later Later  ',
    '/old New /new ',
    '/round Again /and-round ',
    '/thanks Thanks  ',
  ]);
});

test('headers of the caller do not go to another origin that a page leads to', async () => {
  await using other = await startSite({ '*': { body: '<p>Other' } });
  await using site = await startSite({ '/': { body: `<meta http-equiv="refresh" content="0;url=${other.url}/">` } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'http', headers: { 'x-key': 'secret' } });
  assert.equal(data.markdown, 'Other');
  assert.equal(site.hits[0]?.headers['x-key'], 'secret');
  assert.equal(other.hits[0]?.headers['x-key'], undefined);
});

/** "Привет, мир. " and so on, in windows-1251. */
const RUSSIAN = Buffer.from('cff0e8e2e5f22c20ece8f02e20ddf2ee20f0f3f1f1eae8e920f2e5eaf1f22e20'.repeat(20), 'hex');

test('a page without the name of its encoding: a browser guesses, plain HTTP says that it cannot', async () => {
  await using site = await startSite({ '/': { headers: { 'content-type': 'text/html' }, body: RUSSIAN } });
  const byHttp = await server.call('crawl', { url: `${site.url}/`, engine: 'http' });
  assert.match(String(byHttp.data.warnings), /names no encoding .* engine "browser"/);
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.equal(data.engine, 'browser');
  assert.match(data.markdown, /Привет, мир\./);
});

test('a browser reads what Hong Kong added to Big5, and its links ask in the encoding of the page', async () => {
  const body = Buffer.from('<p>\xad\xbb\xb4\xe4\x9d\xef<a href="/?q=\xad\xbb">', 'latin1');
  await using site = await startSite({ '/': { headers: { 'content-type': 'text/html; charset=big5' }, body } });
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.deepEqual([data.engine, data.markdown.slice(0, 3)], ['browser', '香港嘅']);
  assert.equal(data.links.internal[0].href, `${site.url}/?q=%AD%BB`);
});

test('a page in UTF-8 that nobody says and that is cut within a character stays UTF-8', async () => {
  const body = Buffer.concat([Buffer.from(`<p>${'é'.repeat(200)}`), Buffer.from([0xc3])]);
  const headers = { 'content-type': 'text/html', 'content-length': String(body.length + 100) };
  await using site = await startSite({
    '/': (_request, response) => {
      response.writeHead(200, headers);
      response.write(body, () => response.destroy());
    },
  });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'http' });
  assert.match(data.markdown, /^é{200}/);
});

test('an error page without the name of its encoding is worth no browser', async () => {
  await using site = await startSite({ '*': { status: 404, headers: { 'content-type': 'text/html' }, body: RUSSIAN } });
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.deepEqual([data.engine, data.status_code, site.hits.length], ['http', 404, 1]);
});

for (const [encoding, engine] of [
  ['gzip', 'auto'],
  ['gzip', 'browser'],
  ['br', 'auto'],
] as const)
  test(`a plain body that is called ${encoding} is an error at once: ${engine}`, async () => {
    await using site = await startSite({
      '*': { headers: { 'content-encoding': encoding }, body: '<p>Plain</p>'.repeat(90) },
    });
    const started = performance.now();
    const { text } = await server.call('crawl', { url: `${site.url}/`, engine });
    assert.match(text, /^bad_encoding: the body .* as its headers? says?\. Next: No browser reads it/);
    // Far below the 30 s of a page.
    assert.ok(performance.now() - started < 10_000);
    assert.equal(site.hits.length, 1);
  });

test('a page that breaks off in a browser is not waited for, and says so', async () => {
  await using site = await startCannedServer(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<title>Half</title><p>What came.</p>',
    { end: true },
  );
  const started = performance.now();
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.deepEqual([data.metadata.title, data.markdown], ['Half', 'What came.']);
  assert.match(String(data.warnings), /the connection broke before the end of the page/);
  assert.ok(performance.now() - started < 10_000);
});

test('a page whose script ends its loading is not told as a broken connection', async () => {
  const streaming: Route = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<title>Half</title><p>What came.</p><script>location.href = "/nothing"</script>');
    setTimeout(() => response.end('<p>The rest.'), 3_000);
  };
  await using site = await startSite({ '/': streaming, '/nothing': { status: 204 } });
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.equal(data.markdown, 'What came.');
  assert.match(String(data.warnings), /the page stopped loading itself before its end/);
});

test('a 304 that nobody asked for is told as one without a page', async () => {
  await using site = await startSite({ '*': { status: 304 } });
  const { text } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.match(text, /^http_error: [\d.]+: the answer held no page, as a 304/);
  const { data } = await server.call('crawl', { url: `${site.url}/`, engine: 'http' });
  assert.equal(data.status_code, 304);
});

test('the source of what is no HTML is read to a bound in a browser, too', async () => {
  const body = `<svg xmlns="http://www.w3.org/2000/svg"><!--${'a'.repeat(22_000_000)}--><text>End</text></svg>`;
  await using site = await startSite({ '*': { headers: { 'content-type': 'application/xml' }, body } });
  const { text } = await server.call('extract_links', { url: `${site.url}/`, engine: 'browser' });
  assert.match(text, /^too_large: the document has more than 20000000 characters/);
});

test('an answer that is not quite HTTP is read by a browser', async () => {
  await using site = await startCannedServer(
    'HTTP/1.1 200 OK\nContent-Type: text/html\nConnection: close\n\n<p>Bare lines',
    {
      end: true,
    },
  );
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.equal(data.engine, 'browser');
  assert.match(data.engine_reason, /not valid HTTP/);
  assert.equal(data.markdown, 'Bare lines');
});

test('text that browsers save is named with what reads it', async () => {
  await using site = await startSite({ '/': { headers: { 'content-disposition': 'attachment' }, body: '<p>Saved' } });
  const { text } = await server.call('crawl', { url: `${site.url}/`, engine: 'browser' });
  assert.match(text, /^not_html: .* is saved by browsers, not shown \(text\/html.*engine "http" reads it/);
  assert.equal((await server.call('crawl', { url: `${site.url}/`, engine: 'http' })).data.markdown, 'Saved');
});

test('of a page whose script leads to a file, the file is named and the page told', async () => {
  await using site = await startSite({
    '/': { body: '<p>It opens by itself</p><script>location.href = "/file.pdf"</script>' },
    '/file.pdf': { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4\n%%EOF' },
  });
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.equal(data.markdown, 'It opens by itself');
  assert.match(data.warnings[0], /^not_html: .*\/file\.pdf is no HTML page \(application\/pdf/);
});

test('a server that hangs up on all but browsers is read by one', async () => {
  await using site = await startSite({
    '/': ({ headers }, response) =>
      /Chrom/.test(headers['user-agent'] ?? '') ? { body: '<p>For browsers' } : void response.destroy(),
    '/nobody': (_request, response) => void response.destroy(),
  });
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.deepEqual([data.engine, data.markdown], ['browser', 'For browsers']);
  assert.match(data.engine_reason, /closed the connection/);
  assert.match(
    (await server.call('crawl', { url: `${site.url}/nobody` })).text,
    /^connect_failed: .*closed the connection/,
  );
});

test('a type that is none is none; a file without a type, or called text, is told by its first bytes', async () => {
  await using site = await startSite({
    '/html': { headers: { 'content-type': 'html' }, body: '<p>Page' },
    '/pdf': { headers: { 'content-type': '' }, body: '%PDF-1.7\n%\u00e2\u00e3' },
    '/film': { headers: { 'content-type': '' }, body: 'ftypmp42\0\0A film' },
    '/nul': { headers: { 'content-type': '' }, body: '\n<p>Page\0' },
    '/called-html': { body: '%PDF-1.7\n%\u00e2\u00e3' },
    '/called-text': { headers: { 'content-type': 'text/plain' }, body: 'GIF89a\x01\x00' },
    '/lines': { headers: { 'content-type': 'application/x-ndjson' }, body: '{"a":"https://a.example/"}\n{"a":1}\n' },
  });
  for (const engine of ['http', 'browser']) {
    const { data } = await server.call('crawl', { url: `${site.url}/html`, engine });
    assert.equal(data.markdown, 'Page', engine);
  }
  assert.equal((await server.call('crawl', { url: `${site.url}/nul` })).data.markdown, 'Page');
  for (const [path, said] of [
    ['/pdf', /^not_html: .*application\/pdf/],
    ['/film', /^not_html: .*application\/octet-stream/],
    ['/called-html', /^not_html: .*application\/pdf/],
    ['/called-text', /^not_html: .*image\/gif/],
  ] as const)
    assert.match((await server.call('crawl', { url: site.url + path })).text, said);
  const { data } = await server.call('extract_links', { url: `${site.url}/lines` });
  assert.equal(data.links.external[0].href, 'https://a.example/');
});

const XHTML = `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd" [
<!ENTITY port "Le port">
<!ENTITY baie "La baie"> ]>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr"><head><title>Page</title><script src="a.js"/><script>//<![CDATA[
if (1 < 2 && 3) {}
//]]></script></head><body><p>Bonjour<br/><a id="n" title="a &gt; b"/>tous <a href="/x">lien</a><textarea/> <![CDATA[1 < 2 & 3]]></p></body></html>`;

for (const engine of ['http', 'browser'])
  test(`XHTML is read as XML is: ${engine}`, async () => {
    await using site = await startSite({
      '/': { headers: { 'content-type': 'application/xhtml+xml' }, body: XHTML },
      '*': { headers: { 'content-type': 'text/javascript' }, body: '' },
    });
    const { data } = await server.call('crawl', { url: `${site.url}/`, engine });
    assert.equal(data.metadata.title, 'Page');
    assert.equal(data.markdown, `Bonjour  \ntous [lien](${site.url}/x) 1 < 2 & 3`);
  });

test('what a browser shows in a viewer of its own is read as it came', async () => {
  await using site = await startSite({
    '/sitemap.xml': {
      headers: { 'content-type': 'application/xml' },
      body: '<urlset><url><loc>https://a.example/one</loc></url></urlset>',
    },
    '/json': { headers: { 'content-type': 'application/json' }, body: '{"url":"https://a.example/two"}' },
    '/styled': {
      headers: { 'content-type': 'text/xml' },
      body: '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/style.xsl"?><r>Three</r>',
    },
    '/style.xsl': async (_, response) => {
      // The XML itself is complete long before.
      await sleep(400);
      response.writeHead(200, { 'content-type': 'text/xsl' });
      response.end(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">
        <html><body><a href="https://a.example/three"><xsl:value-of select="r"/></a></body></html></xsl:template></xsl:stylesheet>`);
    },
  });
  for (const [path, found] of [
    ['/sitemap.xml', 'one'],
    ['/json', 'two'],
    ['/styled', 'three'],
  ]) {
    const { data } = await server.call('extract_links', { url: `${site.url}${path}`, engine: 'browser' });
    assert.equal(data.links.external[0]?.href, `https://a.example/${found}`, path);
  }
});

test('a page that did not come whole is not kept: the next call asks again', async () => {
  let hits = 0;
  await using site = await startSite({
    '/': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100000' });
      response.write('<p>First half');
      if (++hits > 1) response.end(`<p>Second half${' '.repeat(99_975)}`);
      else setTimeout(() => response.destroy(), 50);
    },
    '/late': {
      body: '<p>Now<script>setTimeout(() => document.body.insertAdjacentHTML("beforeend", "<p id=l>Late"), 1500)</script>',
    },
  });
  const broken = await server.call('crawl', { url: `${site.url}/` });
  assert.match(String(broken.data.warnings), /connection broke/);
  const { data } = await server.call('crawl', { url: `${site.url}/` });
  assert.equal(data.warnings, undefined);
  assert.match(data.markdown, /Second half/);
  const waiting = { url: `${site.url}/late`, wait_for: 'css:#l' };
  const early = await server.call('crawl', { ...waiting, page_timeout: 1_000 });
  assert.match(String(early.data.warnings), /wait_for did not come true/);
  assert.match((await server.call('crawl', waiting)).data.markdown, /Late/);
});
