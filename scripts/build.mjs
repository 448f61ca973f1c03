/**
 * src -> dist: one file for what every start needs, chunks for what is loaded when it is first used. Starting is mostly
 * finding and reading modules: bundled, a start reads a handful of files instead of some four hundred.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** What stays as it is installed: large, native, with files of its own, or optional. All else is bundled. */
const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const EXTERNAL = Object.keys({ ...dependencies, ...peerDependencies });

/** The SDK's server makes a JSON Schema validator (ajv) for answers to elicitations; webloupe asks its clients for none. */
const withoutElicitation = {
  name: 'without-elicitation',
  setup(plugin) {
    plugin.onResolve({ filter: /validation\/ajv-provider\.js$/ }, ({ path }) => ({
      path,
      namespace: 'without-elicitation',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'without-elicitation' }, () => ({
      contents:
        'export class AjvJsonSchemaValidator { getValidator() { throw new Error("webloupe elicits nothing"); } }',
    }));
  },
};

/** zod's messages in fifty languages; webloupe's are English. */
const englishOnly = {
  name: 'english-only',
  setup(plugin) {
    plugin.onLoad({ filter: /zod[\\/]v\d[\\/](?:.*[\\/])?locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/**
 * undici without fetch, WebSocket, caches and mocks: the rest loads in a third of the time and half the memory. Its entry
 * gives the dispatchers their `connect` in the same way.
 */
const dispatchersOnly = {
  name: 'dispatchers-only',
  setup(plugin) {
    plugin.onResolve({ filter: /^undici$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'dispatchers-only',
      pluginData: resolveDir,
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'dispatchers-only' }, ({ pluginData }) => ({
      resolveDir: pluginData,
      contents: `import connect from 'undici/lib/api/api-connect.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        Object.assign(Dispatcher.prototype, { connect });
        export { default as Agent } from 'undici/lib/dispatcher/agent.js';
        export { default as Pool } from 'undici/lib/dispatcher/pool.js';
        export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js';
        export { default as buildConnector } from 'undici/lib/core/connect.js';`,
    }));
  },
};

/**
 * undici asserts what servers send. node:assert writes its message from the source of the failed call, which takes it three
 * seconds to parse where that is one line of a bundle: a server could hold everything up.
 */
const plainAssert = {
  name: 'plain-assert',
  setup(plugin) {
    plugin.onResolve({ filter: /^node:assert$/ }, ({ importer, path }) =>
      importer.includes('node_modules') ? { path, namespace: 'plain-assert' } : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'plain-assert' }, () => ({
      contents: `module.exports = (value, message = 'assertion failed') => {
        if (value) return;
        throw message instanceof Error ? message : Object.assign(new Error(message), { code: 'ERR_ASSERTION' });
      };`,
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    main: 'src/main.ts',
    'list-all': 'src/tools/list-all.ts',
    'extract-worker': 'src/core/extract/extract-worker.ts',
    'browser-main': 'src/core/capture/browser-main.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: '[name]-[hash]',
  external: EXTERNAL,
  plugins: [withoutElicitation, englishOnly, dispatchersOnly, plainAssert],
  // CommonJS parts of dependencies ask for node's own modules by require.
  banner: {
    js: "import{createRequire as webloupeRequire}from'node:module';const require=webloupeRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});
chmodSync('dist/main.js', 0o755);
// What runs in pages, as it comes: read at run time by src/core/fetch/consent-library.ts.
const CONSENT = 'node_modules/@duckduckgo/autoconsent';
for (const file of ['dist/autoconsent.playwright.js', 'rules/compact-rules.json']) {
  mkdirSync(path.join('dist/autoconsent', path.dirname(file)), { recursive: true });
  copyFileSync(path.join(CONSENT, file), path.join('dist/autoconsent', file));
}
const { allTools } = await import('../dist/list-all.js');
writeFileSync('dist/tools.json', JSON.stringify(allTools()));
writeNotices(Object.keys(metafile.inputs));

/** The licences of what is bundled go with it. */
function writeNotices(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const notices = [...packages].sort().map((folder) => {
    const { name, version, license, repository } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    // Where the source is: the Mozilla Public License, section 3.2, asks for it.
    const given = typeof repository === 'string' ? repository : (repository?.url ?? 'as published');
    const source = given.replace(/^([\w.-]+\/[\w.-]+)$/, 'https://github.com/$1');
    return `${name} ${version} (${license}), source: ${source}\n\n${file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8')}`;
  });
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n`));
}

if (process.argv.includes('--sizes')) {
  for (const [file, { bytes, entryPoint }] of Object.entries(metafile.outputs))
    console.log(String(bytes).padStart(8), file, entryPoint ?? '');
}
