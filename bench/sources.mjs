/** Parts of webloupe bundled as the build bundles them, for what is measured in-process. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const OUT = new URL('.parts/', import.meta.url);

export async function loadParts() {
  rmSync(OUT, { recursive: true, force: true });
  await build({
    entryPoints: {
      extract: fileURLToPath(new URL('../src/core/extract/extract-page.ts', import.meta.url)),
      config: fileURLToPath(new URL('../src/core/run-config.ts', import.meta.url)),
    },
    outdir: OUT.pathname,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    external: ['playwright', 'playwright-core', 'sharp', 'undici', 'proxy-chain', 'pino', 'express', '@orama/stemmers'],
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    logLevel: 'warning',
  });
  const [{ extractPage }, { DEFAULT_RUN_CONFIG }] = await Promise.all(
    ['extract', 'config'].map((name) => import(new URL(`${name}.js`, OUT).href)),
  );
  return { extractPage, config: DEFAULT_RUN_CONFIG };
}
