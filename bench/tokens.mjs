/** What an agent pays to know the tools and to get a page: o200k tokens of what the model is given. */
import { getEncoding } from 'js-tiktoken';
import { fetch } from 'undici';
import { CHROMIUM, connect, PLAYWRIGHT_MCP, SERVERS, WEBLOUPE } from './servers.mjs';

const o200k = getEncoding('o200k_base');
const tokensOf = (value) => o200k.encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
const textOf = ({ result }) => result.content.flatMap(({ text }) => text ?? []).join('\n');

/** tools/list of each server, as it comes over the wire, and what of it clients give a model: name, description, input. */
export async function tokensOfTools() {
  const counts = {};
  for (const [name, args] of Object.entries(SERVERS)) {
    if (name.startsWith('tiny')) continue;
    const server = await connect(args);
    const list = await server.request('tools/list', {});
    const given = list.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    counts[name] = { whole: tokensOf(list), given: tokensOf(given) };
    await server.close();
  }
  return counts;
}

/** One page: its links (a first portion, which says how many there are), and all of it to read. Clients give a model the text or the structured part, not both. */
export async function tokensOfPage(site) {
  const url = `${site}/news/1`;
  const server = await connect([...WEBLOUPE, '--allow-host', '127.0.0.1']);
  const links = await server.call('extract_links', { url, engine: 'http' });
  const page = await server.call('crawl', { url, engine: 'http' });
  await server.close();
  const { returned, total } = links.result.structuredContent;
  const html = { 'the HTML itself': tokensOf(await (await fetch(url)).text()) };
  const snapshot = CHROMIUM === undefined ? {} : { '@playwright/mcp navigate + snapshot': await snapshotOf(url) };
  return {
    returned,
    links: {
      ...html,
      [`webloupe extract_links, ${returned} of ${total}, text`]: tokensOf(textOf(links)),
      [`webloupe extract_links, ${returned} of ${total}, structured`]: tokensOf(links.result.structuredContent),
      ...snapshot,
    },
    page: {
      ...html,
      'webloupe crawl, text': tokensOf(textOf(page)),
      'webloupe crawl, structured': tokensOf(page.result.structuredContent),
      ...snapshot,
    },
  };
}

async function snapshotOf(url) {
  const peer = await connect(PLAYWRIGHT_MCP);
  const answers = [await peer.call('browser_navigate', { url }), await peer.call('browser_snapshot', {})];
  await peer.close();
  return tokensOf(answers.map(textOf).join('\n'));
}
