/** Prompts, completions and instructions through a real client; every tool call that a prompt names is made. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';
import { tokensOf } from '../helpers/tokens.js';

const INSTRUCTIONS_MAX_TOKENS = 150;

let site: Site;
let server: TestClient;
before(async () => {
  const page = (title: string, links: string) => ({
    body: `<!doctype html><title>${title}</title><main><p>${links}</p><img src="/a.png" alt="A"></main>`,
  });
  site = await startSite({
    '/': page('Start', '<a href="/api/boats">Boats</a> <a href="/reference/tides">Tides</a> <a href="/gone">Gone</a>'),
    '/api/boats': page('GET /boats', '<a href="/">Start</a>'),
    '/reference/tides': page('GET /tides', '<a href="/">Start</a>'),
  });
  server = await startClient(['--allow-host', '127.0.0.1']);
});
after(async () => {
  // First, so that a server that did not start cannot keep the site listening for ever.
  await site.close();
  await server[Symbol.asyncDispose]();
});

async function promptText(name: string, given: Record<string, string>): Promise<string> {
  const { messages } = await server.client.getPrompt({ name, arguments: given });
  assert.equal(messages.length, 1);
  const content = messages[0]?.content;
  return content?.type === 'text' ? content.text : '';
}

/** `tool {json}` as prompts write a call: the JSON ends where it can be read. */
function callsIn(text: string): Array<{ name: string; input: Record<string, unknown> }> {
  return [...text.matchAll(/\b(crawl|extract_links|extract_media|preview_links|capture) (\{.*\})/g)].map((match) => ({
    name: match[1] ?? '',
    input: JSON.parse((match[2] ?? '').replace('<href>', `${site.url}/api/boats`)),
  }));
}

describe('prompts', () => {
  test('prompts/list: names, titles, descriptions, arguments', async () => {
    const { prompts } = await server.client.listPrompts();
    assert.deepEqual(
      prompts.map(({ name, arguments: given = [] }) => [
        name,
        given.map((one) => `${one.name}${one.required === true ? '' : '?'}`).join(' '),
      ]),
      [
        ['research_assistant', 'url question pages?'],
        ['content_discovery', 'url sections? leave_out?'],
        ['link_quality_audit', 'url'],
        ['media_inventory', 'url kind?'],
      ],
    );
    for (const { title, description, arguments: given = [] } of prompts) {
      assert.ok(title && description);
      assert.ok(given.every((one) => one.description));
    }
  });

  const USES: ReadonlyArray<[string, Record<string, string>, string[]]> = [
    ['research_assistant', { question: 'when do the boats sail' }, ['preview_links', 'crawl']],
    ['content_discovery', {}, ['preview_links', 'extract_links']],
    ['content_discovery', { sections: 'reference', leave_out: '' }, ['preview_links', 'extract_links']],
    ['link_quality_audit', {}, ['extract_links', 'preview_links']],
    ['media_inventory', {}, ['extract_media']],
    ['media_inventory', { kind: 'videos' }, ['extract_media']],
  ];
  for (const [name, given, tools] of USES) {
    test(`${name} ${JSON.stringify(given)}: every call it names is answered`, async () => {
      const calls = callsIn(await promptText(name, { url: `${site.url}/`, ...given }));
      assert.deepEqual(
        calls.map((call) => call.name),
        tools,
      );
      for (const call of calls) {
        const answer = await server.call(call.name, call.input);
        assert.equal(answer.isError, false, answer.text);
        assert.equal(answer.data.success, true);
      }
    });
  }

  test('content_discovery finds the sections it was asked for', async () => {
    const [preview] = callsIn(await promptText('content_discovery', { url: `${site.url}/`, sections: 'api' }));
    const { data } = await server.call('preview_links', preview?.input ?? {});
    const titles = data.links.map((link: { head_data: { title: string } }) => link.head_data.title);
    assert.deepEqual(titles, ['GET /boats']);
  });

  test('content_discovery leaves out nothing that it was asked for, and takes paths as people write them', async () => {
    const given = { url: `${site.url}/`, sections: '/api/, deprecated', leave_out: 'deprecated archive/' };
    const [preview] = callsIn(await promptText('content_discovery', given));
    assert.deepEqual(preview?.input['include_patterns'], ['*/api/*', '*/deprecated/*']);
    assert.deepEqual(preview?.input['exclude_patterns'], ['*/archive/*']);
    await assert.rejects(promptText('content_discovery', { ...given, sections: ', /' }), /sections: expected a word/);
  });

  test('media_inventory asks of each kind what that kind can lack', async () => {
    const of = (kind: string) => promptText('media_inventory', { url: `${site.url}/`, kind });
    assert.match(await of('images'), /variants of one picture[\s\S]*no alternative text, which files/);
    assert.match(await of('videos'), /whole\.\n[\s\S]*say which videos have no tracks, which files/);
    assert.match(await of('audio'), /whole\.\n[\s\S]*say which files come from other domains\.$/);
  });

  test('a field that a client leaves empty is left out', async () => {
    const url = `${site.url}/`;
    const pages = await promptText('research_assistant', { url, question: 'q', pages: '' });
    assert.match(pages, /Read the best 3 /);
    assert.match(await promptText('content_discovery', { url, sections: '' }), /has in: api, reference\./);
    assert.match(await promptText('media_inventory', { url, kind: '' }), /the images, videos and audio of/);
  });

  test('what is missing or wrong is said by name', async () => {
    await assert.rejects(promptText('research_assistant', { url: 'https://a.example/' }), /-32602.*question: required/);
    await assert.rejects(promptText('media_inventory', { url: 'https://a.example/', kind: 'gifs' }), /kind: /);
    const many = { url: 'https://a.example/', question: 'q', pages: 'all' };
    await assert.rejects(promptText('research_assistant', many), /pages: expected a number from 1 to 99, got "all"/);
    await assert.rejects(promptText('media_inventroy', {}), /did you mean "media_inventory"/);
    await assert.rejects(promptText('media_inventory', { url: 'x', knid: 'all' }), /did you mean "kind"/);
  });
});

describe('completions', () => {
  const values = async (ref: Parameters<TestClient['client']['complete']>[0]['ref'], name: string, value: string) =>
    (await server.client.complete({ ref, argument: { name, value } })).completion.values;

  test('ids of results, in each of their templates; none for what is no variable', async () => {
    const { data } = await server.call('crawl', { url: `${site.url}/api/boats` });
    for (const part of ['', '/links', '/media', '/markdown', '/html']) {
      const ids = await values({ type: 'ref/resource', uri: `webloupe://results/{id}${part}` }, 'id', '');
      assert.equal(ids[0], data.result_id);
    }
    const template = { type: 'ref/resource', uri: 'webloupe://results/{id}' } as const;
    assert.deepEqual(await values(template, 'id', data.result_id.slice(0, 6)), [data.result_id]);
    assert.deepEqual(await values(template, 'id', 'no such id'), []);
    assert.deepEqual(await values(template, 'name', ''), []);
    assert.deepEqual(await values({ type: 'ref/resource', uri: 'webloupe://captures/{id}' }, 'id', ''), []);
    assert.deepEqual(await values({ type: 'ref/resource', uri: 'webloupe://nothing/{id}' }, 'id', ''), []);
  });

  test('arguments of prompts: pages read, newest first and once each; words and kinds', async () => {
    await server.call('crawl', { url: `${site.url}/reference/tides` });
    await server.call('extract_links', { url: `${site.url}/reference/tides` });
    await server.call('preview_links', { links: [`${site.url}/api/boats`] });
    const prompt = (name: string) => ({ type: 'ref/prompt', name }) as const;
    const urls = await values(prompt('research_assistant'), 'url', 'TIDES');
    assert.deepEqual(urls, [`${site.url}/reference/tides`]);
    assert.equal((await values(prompt('link_quality_audit'), 'url', ''))[0], `${site.url}/reference/tides`);
    assert.deepEqual(await values(prompt('link_quality_audit'), 'url', 'list of links'), []);
    assert.deepEqual(await values(prompt('content_discovery'), 'sections', 'ref'), ['reference']);
    assert.deepEqual(await values(prompt('media_inventory'), 'kind', ''), ['all', 'images', 'videos', 'audio']);
    assert.deepEqual(await values(prompt('research_assistant'), 'question', ''), []);
    assert.deepEqual(await values(prompt('none'), 'url', ''), []);
  });
});

test('instructions name every tool, within their budget', () => {
  const instructions = server.client.getInstructions() ?? '';
  for (const tool of ['crawl', 'extract_links', 'extract_media', 'preview_links', 'capture'])
    assert.match(instructions, new RegExp(`\\b${tool}\\b`));
  assert.ok(tokensOf(instructions) <= INSTRUCTIONS_MAX_TOKENS, `${tokensOf(instructions)} tokens`);
});
