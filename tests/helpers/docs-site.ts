/** The site that docs/recipes.md speaks of: the documentation of a library that does not exist. */
import { type Route, type Site, startSite } from './site.js';

function page(title: string, description: string, main: string): Route {
  return {
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
${description === '' ? '' : `<meta name="description" content="${description}">`}</head><body>
<header><nav><a href="/">Docs</a> <a href="/login">Log in</a></nav></header>
<main><h1>${title}</h1>${main}</main>
<footer><a href="/x7f9g2hq81">Click here</a> <a href="http://spammyads.example/win">Win a prize</a></footer></body></html>`,
  };
}

const HOME = page(
  'Larch, a library for learning machines',
  'Documentation of Larch.',
  `<p>Begin with <a href="/docs/install">installing Larch</a>, then the <a href="/tutorial/neural-networks">tutorial on neural networks</a>.</p>
<ul>
<li><a href="/guide/training">Training a model</a></li>
<li><a href="/guide/tables">Reading tables</a></li>
<li><a href="/api/list-models">List models</a></li>
<li><a href="/api/create-model">Create a model</a></li>
<li><a href="/reference/metrics">Metrics</a></li>
<li><a href="/deprecated/api/list-nets">List nets (old)</a></li>
<li><a href="/clusters">Clusters of machines</a></li>
<li><a href="http://papers.example/backpropagation">The paper on backpropagation</a></li>
<li><a href="https://twitter.com/larch">Larch on Twitter</a></li>
</ul>
<p>Questions? <a href="mailto:help@docs.example">Write to us</a>.</p>
<figure><img src="/img/network-400.svg" srcset="/img/network-800.svg 800w, /img/network-400.svg 400w" width="400" height="300" alt="A network of three layers"><figcaption>What the tutorial builds.</figcaption></figure>
<img data-src="/img/loss.svg" alt="Loss over time" width="600" height="300" loading="lazy">
<img src="http://cdn.example/logo-of-partner.svg" alt="Partner" width="300" height="200">
<img src="http://ads.example/banner.svg" width="728" height="90">
<video src="/films/training.mp4" poster="/img/training.svg" width="640" height="360"></video>
<table><caption>Models</caption><thead><tr><th>Model</th><th>Layers</th></tr></thead><tbody><tr><td>small</td><td>3</td></tr><tr><td>large</td><td>12</td></tr></tbody></table>`,
);

const PAGES: Readonly<Record<string, Route>> = {
  '/': HOME,
  '/docs/install': page('Install Larch', 'How to install Larch with one command.', '<p>One command.</p>'),
  '/tutorial/neural-networks': page(
    'Neural networks in ten minutes',
    'A tutorial on machine learning: build and train a neural network step by step.',
    '<p>We build a neural network.</p>',
  ),
  '/guide/training': page(
    'Training a model',
    'How a machine learning model is trained and measured.',
    '<p>Training takes data.</p>',
  ),
  '/guide/tables': page('Reading tables', 'Tables as input.', '<p>Tables are read in rows.</p>'),
  '/api/list-models': page('GET /models: list models', 'All models of an account.', '<p>Answers a list.</p>'),
  '/api/create-model': page('POST /models: create a model', 'A new model.', '<p>Answers the model.</p>'),
  '/reference/metrics': page('Metrics', 'Reference of all metrics.', '<p>Accuracy and loss.</p>'),
  '/deprecated/api/list-nets': page('GET /nets: list nets', 'Old.', '<p>Use models.</p>'),
  '/backpropagation': page(
    'Learning representations by backpropagation',
    'How neural networks learn.',
    '<p>Errors travel back through a neural network.</p>',
  ),
  '/slow': (_request, response) => {
    setTimeout(() => response.end('<title>Slow</title>'), 20_000).unref();
  },
  '/live': {
    body: `<!doctype html><title>Live</title><div id="app"></div><script>
document.getElementById('app').innerHTML = '<a href="/docs/install">Installing Larch</a>';</script>`,
  },
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/></svg>';
const HOSTS = ['docs.example', 'papers.example', 'spammyads.example', 'cdn.example', 'ads.example'];

export interface DocsSite extends Site {
  /** Flags under which the names of the site lead to it. */
  readonly flags: string[];
}

export async function startDocsSite(): Promise<DocsSite> {
  const site = await startSite({
    ...PAGES,
    '*': (request) =>
      request.url?.endsWith('.svg')
        ? { headers: { 'content-type': 'image/svg+xml' }, body: SVG }
        : { status: 404, body: '<title>Not found</title>' },
  });
  const flags = HOSTS.flatMap((host) => ['--connect-to', `${host}:80:127.0.0.1:${site.port}`]);
  return Object.assign(site, { flags });
}
