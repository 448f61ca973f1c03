/**
 * src -> dist: for each of the three processes and threads one file of what its start needs, and chunks for what is loaded
 * when it is first used. Starting is mostly finding and reading modules: bundled, a start reads a handful of files
 * instead of some four hundred.
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
 * What webloupe uses of a package whose entry holds more.
 * - undici without fetch, WebSocket, caches and mocks: the rest loads in a third of the time and half the memory. Its entry
 *   gives the dispatchers their `connect` in the same way.
 * - htmlparser2 without what reads and writes trees, a quarter of what the parser's thread starts with.
 */
const PARTS = {
  undici: `import connect from './lib/api/api-connect.js';
    import Dispatcher from './lib/dispatcher/dispatcher.js';
    Object.assign(Dispatcher.prototype, { connect });
    export { default as Agent } from './lib/dispatcher/agent.js';
    export { default as Pool } from './lib/dispatcher/pool.js';
    export { default as ProxyAgent } from './lib/dispatcher/proxy-agent.js';
    export { default as buildConnector } from './lib/core/connect.js';`,
  htmlparser2: `export { Parser } from './dist/esm/Parser.js';
    export { default as Tokenizer } from './dist/esm/Tokenizer.js';`,
};
const partsOnly = {
  name: 'parts-only',
  setup(plugin) {
    plugin.onResolve({ filter: new RegExp(`^(?:${Object.keys(PARTS).join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'parts-only',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'parts-only' }, ({ path: name }) => ({
      resolveDir: path.resolve('node_modules', name),
      contents: PARTS[name],
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

/**
 * What is loaded later also names what its process has loaded by then: `start`. A chunk holds what the same entries reach, so
 * without this the start's modules are spread over some thirty files, one for each set of them that something later shares.
 */
const afterStart = (start) => ({
  name: 'after-start',
  setup(plugin) {
    plugin.onResolve({ filter: /.*/ }, ({ path: name, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' || EXTERNAL.includes(name)) return undefined;
      const loaded = name.startsWith('.') ? path.resolve(resolveDir, name) : name;
      // Relative: chunks are named by it, and are the same wherever they are built.
      const label = path.isAbsolute(loaded) ? path.relative('', loaded) : loaded;
      return { path: label, namespace: 'after-start', pluginData: { loaded, resolveDir } };
    });
    plugin.onLoad({ filter: /.*/, namespace: 'after-start' }, ({ pluginData: { loaded, resolveDir } }) => ({
      resolveDir,
      contents: [
        ...start.map((file) => `import ${JSON.stringify(path.resolve(file))};`),
        `export * from ${JSON.stringify(loaded)};`,
        // Which `export *` leaves out; undefined where there is none.
        `import * as whole from ${JSON.stringify(loaded)}; export default whole.default;`,
      ].join(''),
    }));
  },
});

/** Each process and thread has modules of its own: they share no files. */
const PROCESSES = [
  { name: 'main', entry: 'src/main.ts', start: ['src/main.ts', 'src/stdio.ts'] },
  { name: 'extract-worker', entry: 'src/core/extract/extract-worker.ts' },
  { name: 'browser-main', entry: 'src/core/capture/browser-main.ts' },
];

const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  minifySyntax: true,
  minifyWhitespace: true,
  external: EXTERNAL,
  plugins: [withoutElicitation, englishOnly, partsOnly, plainAssert],
  // CommonJS parts of dependencies ask for node's own modules by require.
  banner: {
    js: "import{createRequire as webloupeRequire}from'node:module';const require=webloupeRequire(import.meta.url);",
  },
  logLevel: 'warning',
  logOverride: { 'import-is-undefined': 'silent' },
};

rmSync('dist', { recursive: true, force: true });
const built = await Promise.all(
  PROCESSES.map(({ name, entry, start = [entry] }) =>
    build({
      ...common,
      entryPoints: { [name]: entry },
      outdir: 'dist',
      splitting: true,
      chunkNames: '[name]-[hash]',
      plugins: [afterStart(start), ...common.plugins],
      metafile: true,
    }),
  ),
);
chmodSync('dist/main.js', 0o755);
// What runs in pages, as it comes: read at run time by src/core/fetch/consent-library.ts.
const CONSENT = 'node_modules/@duckduckgo/autoconsent';
for (const file of ['dist/autoconsent.playwright.js', 'rules/compact-rules.json']) {
  mkdirSync(path.join('dist/autoconsent', path.dirname(file)), { recursive: true });
  copyFileSync(path.join(CONSENT, file), path.join('dist/autoconsent', file));
}
// Of its own: what is loaded later in the main process would start a server first.
await build({ ...common, entryPoints: ['src/tools/listing.ts'], outfile: '.cache/listing.js' });
const { allTools } = await import('../.cache/listing.js');
writeFileSync('dist/tools.json', JSON.stringify(allTools()));
writeNotices(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));

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
  for (const [file, { bytes, entryPoint }] of built.flatMap(({ metafile }) => Object.entries(metafile.outputs)))
    console.log(String(bytes).padStart(8), file, entryPoint ?? '');
}
