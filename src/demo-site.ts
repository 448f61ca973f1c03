/** The built-in example site of `webloupe demo`: a few pages of our own that show what the tools are for. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

function page(title: string, description: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="description" content="${description}">
<meta property="og:image" content="/pictures/harbour-1200.svg">
<link rel="icon" href="/pictures/icon.svg">
</head>
<body>
<header><nav><a href="/">Harbour News</a> <a href="/tides">Tides</a> <a href="/live">Live board</a></nav></header>
<main>
${body}
</main>
<footer><a href="/imprint">Imprint</a> <a href="mailto:desk@harbour.example">Write to us</a> <a href="https://social.example/harbour" rel="nofollow">Follow us</a></footer>
</body>
</html>`;
}

const HOME = page(
  'Harbour News',
  'What happens between the lighthouse and the fish market.',
  `<h1>Harbour News</h1>
<p>The ferry to the islands sails again, after <a href="/ferry?utm_source=front">eleven weeks of repair</a>.</p>
<figure>
<img src="/pictures/harbour-400.svg" srcset="/pictures/harbour-800.svg 800w, /pictures/harbour-1200.svg 1200w" sizes="100vw" width="400" height="225" alt="The harbour at dawn">
<figcaption>The harbour at dawn, seen from the lighthouse.</figcaption>
</figure>
<p>Also today: <a href="/market">prices at the fish market</a>, <a href="/tides" title="High and low water">tide tables</a> and a <a href="https://weather.example/coast">forecast for the coast</a>.</p>
<video src="/films/ferry.mp4" poster="/pictures/ferry.svg" width="640" height="360"><track kind="captions" src="/films/ferry.vtt" srclang="en" label="English"></video>`,
);

const FERRY = page(
  'The ferry sails again',
  'Eleven weeks of repair are over: times and fares of the island ferry.',
  `<h1>The ferry sails again</h1>
<p>The first boat leaves at six in the morning. <a href="/">Back to the front page</a>.</p>
<img data-src="/pictures/ferry.svg" alt="The ferry at its berth" width="600" height="400" class="lazy">
<audio controls src="/sounds/horn.mp3"></audio>`,
);

const TIDES = page(
  'Tide tables',
  'High and low water at the lighthouse, day by day.',
  `<h1>Tide tables</h1>
<table><caption>Water at the lighthouse</caption>
<thead><tr><th scope="col">Day</th><th scope="col">High water</th><th scope="col">Low water</th></tr></thead>
<tbody><tr><td>Monday</td><td>06:12</td><td>12:31</td></tr><tr><td>Tuesday</td><td>07:02</td><td>13:20</td></tr><tr><td>Wednesday</td><td>07:49</td><td>14:07</td></tr></tbody></table>`,
);

const MARKET = page(
  'Prices at the fish market',
  'Cod, herring and mackerel: what a kilogram costs this week.',
  '<h1>Prices at the fish market</h1><p>Herring is cheap this week; see <a href="/tides">the tides</a> for when the boats come in.</p>',
);

/** An empty shell until its script has run: read by HTTP it has no links of its own. */
const LIVE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Live board</title></head>
<body>
<div id="app"></div>
<script>
const boats = [['Aurora', '/boats/aurora'], ['Petrel', '/boats/petrel'], ['Skua', '/boats/skua']];
const list = document.createElement('ul');
for (const [name, href] of boats) {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = name + ' is in port';
  const item = document.createElement('li');
  item.append(link);
  list.append(item);
}
document.getElementById('app').append(list);
</script>
</body>
</html>`;

const PAGES: Readonly<Record<string, string>> = {
  '/': HOME,
  '/ferry': FERRY,
  '/tides': TIDES,
  '/market': MARKET,
  '/live': LIVE,
};

function picture(name: string): string {
  const width = Number(/-(\d+)$/.exec(name)?.[1] ?? 600);
  const height = Math.round((width * 9) / 16);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 16 9"><rect width="16" height="9" fill="#bde"/><rect y="6" width="16" height="3" fill="#258"/><circle cx="12" cy="3" r="1" fill="#fc6"/></svg>`;
}

interface DemoSite extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly hostAndPort: string;
}

/** Serves the example site on a free port of 127.0.0.1 until it is disposed of. */
export async function startDemoSite(): Promise<DemoSite> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://demo').pathname;
    const drawn = /^\/pictures\/([\w-]+)\.svg$/.exec(path)?.[1];
    const html = PAGES[path];
    if (drawn !== undefined) response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture(drawn));
    else if (html !== undefined) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    else
      response
        .writeHead(404, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Not found</title><h1>Not found</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    hostAndPort: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
