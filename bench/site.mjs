/** The site the servers read: its own process, so that serving pages costs none of those who are measured. */
import { createServer } from 'node:http';
import { ownPage } from './pages.mjs';
import { HOSTILE_SHAPES } from './shapes.mjs';

const HEAD_LATENCY_MS = 50;
const link = (run, i) => `<li><a href="/head/${run}/${i}">Page ${i} of the handbook</a></li>`;
const index = (run, count) =>
  `<!doctype html><title>Handbook</title><main><ul>${Array.from({ length: count }, (_, i) => link(run, i)).join('')}</ul></main>`;
const head = (name) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Handbook: ${name}</title>
<meta name="description" content="What the handbook says on ${name}: ferries, tides and the harbour."><meta property="og:title" content="${name}"><meta property="og:image" content="/img/${name}.jpg">
<link rel="canonical" href="/head/${name}"><script type="application/ld+json">{"@type":"Article","headline":"${name}"}</script></head>
<body><h1>${name}</h1>${'<p>The ferry sails at six and the tide is high at seven, says the harbour master.</p>'.repeat(100)}</body></html>`;
const news = ownPage(1);

const server = createServer((request, response) => {
  const [, kind, run, count] = new URL(request.url, 'http://site').pathname.split('/');
  const send = (body) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
  if (kind === 'news') send(news);
  else if (kind === 'hostile') send(HOSTILE_SHAPES[decodeURIComponent(run)]);
  else if (kind === 'index') setTimeout(() => send(index(run, Number(count))), HEAD_LATENCY_MS);
  else if (kind === 'head') setTimeout(() => send(head(`${run}-${count}`)), HEAD_LATENCY_MS);
  else response.writeHead(404, { 'content-type': 'text/html' }).end('<title>none</title>');
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());
