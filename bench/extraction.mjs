/** Row: links, media and metadata with scores of every page, in-process. Floor: node-html-parser's default parse alone. */
import { load } from 'cheerio';
import { parse as parseHtml } from 'node-html-parser';
import { parse as parse5 } from 'parse5';
import { cpuMs, interleaved } from './measure.mjs';
import { benchPages } from './pages.mjs';

const request = ({ html, url }, config) => ({
  html,
  url,
  rendered: false,
  want: { links: true, media: true, tables: false, metadata: true, content: false },
  content: config,
  links: { ...config, score_links: true },
  media: config,
  verbose: false,
});

/** CPU ms a page; memory is collected before each pass, so that none pays for another's. */
export async function extraction({ extractPage, config }, rounds) {
  const { from, pages } = benchPages();
  const over = (work) => () => {
    globalThis.gc?.();
    return cpuMs(async () => {
      for (const page of pages) await work(page);
    }).then((ms) => ms / pages.length);
  };
  const values = await interleaved(
    {
      'node-html-parser, parse only': over(({ html }) => parseHtml(html)),
      'webloupe, links + media + metadata + scores': over((page) => extractPage(request(page, config))),
      'parse5, parse only': over(({ html }) => parse5(html)),
      'cheerio, load only': over(({ html }) => load(html)),
    },
    { rounds, warmUp: 1 },
  );
  return { from, values };
}
