/** Preloaded into a server: on SIGUSR2 collects garbage and writes the memory in use to the file named by GC_PROBE. */
import { writeFileSync } from 'node:fs';

if (process.env.GC_PROBE) {
  process.on('SIGUSR2', () => {
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    writeFileSync(
      process.env.GC_PROBE,
      JSON.stringify({ heapMb: heapUsed / 2 ** 20, externalMb: external / 2 ** 20, rssMb: rss / 2 ** 20 }),
    );
  });
}
