/**
 * The tests of the given files and folders, or all. Node 20's own runner finds no .ts files and takes them by name. Tests
 * and the source are transformed once, not again by each test's process.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Of two cores: each file waits for a third of its time or more, for pages, timeouts and processes. */
const LANES = 3;
/** What hangs is a failure, and is named: the longest file takes a minute. */
const FILE_MS_MAX = 600_000;
/** The longest first, so that the lanes end together; beside the first, which leaves little of the machine, what has no limits in time. */
const LONGEST = [
  'security/hostile-pages',
  'security/browser-ways-out',
  'cli/commands',
  'browser/hidden-text',
  'protocol/shared',
  'unit/browser/capture',
  'protocol/capture',
  'unit/browser/load',
  'protocol/crawl-many',
  'browser/late-content',
  'browser/engine',
  'unit/browser/lifecycle',
  'unit/browser/prepare',
  'browser/timing',
  'security/lifecycle',
  'browser/as-it-comes',
  'protocol/look-ahead',
  'protocol/no-effect',
  'http/guard',
  'security/hostile-html',
  'protocol/token-budgets',
  'http/load',
  'protocol/preview-links',
  'protocol/page-tools',
  'security/hostile-http',
  'security/soak',
  'browser/frames',
  'unit/browser/guard',
  'protocol/captures-bucket',
  'browser/consent',
  'security/hostile-browser-http',
  'browser/shown-apart',
  'http/life',
  'http/sessions',
].map((name) => `tests/${name}.test.ts`);

const root = path.resolve(import.meta.dirname, '..');
const filesIn = (place, end) =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true })
        .filter((name) => name.endsWith(end))
        .map((name) => path.join(place, name));

/** Paths beside a file are those of its source; but the browser's process runs the transformed one. */
const atHome = {
  name: 'at-home',
  setup(plugin) {
    plugin.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const stays = !source.includes('import.meta') || file.endsWith('browser-entry.ts');
      const home = { url: pathToFileURL(file).href, dirname: path.dirname(file) };
      return {
        loader: 'ts',
        contents: stays ? source : `Object.assign(import.meta,${JSON.stringify(home)});${source}`,
      };
    });
  },
};

mkdirSync(path.join(root, '.cache'), { recursive: true });
const outdir = mkdtempSync(path.join(root, '.cache/tests-'));
process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await build({
  absWorkingDir: root,
  entryPoints: ['tests', 'src', 'scripts'].flatMap((folder) => filesIn(path.join(root, folder), '.ts')),
  outdir,
  outbase: root,
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  sourcemap: 'linked',
  plugins: [atHome],
  logLevel: 'warning',
});

const rank = (file) => (LONGEST.includes(file) ? LONGEST.indexOf(file) : LONGEST.length);
const given = process.argv.slice(2);
const files = (given.length === 0 ? ['tests'] : given)
  .flatMap((place) => filesIn(place, '.test.ts'))
  .map((file) => path.relative(root, path.resolve(file)))
  .sort((one, other) => rank(one) - rank(other))
  .map((file) => path.join(outdir, file.replace(/\.ts$/, '.js')));
// Each test's process takes these.
process.execArgv.push('--enable-source-maps');
run({ files, concurrency: LANES, timeout: FILE_MS_MAX })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(process.stdout.isTTY ? new spec() : tap)
  .pipe(process.stdout);
