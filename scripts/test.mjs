/** node --test over the given folders: Node 20's own takes no patterns and finds no .ts files. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const given = process.argv.slice(2);
const files = (given.length === 0 ? ['tests'] : given).flatMap((place) =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => path.join(place, name)),
);
// Two at a time: each file starts servers and browsers of its own.
// What hangs is a failure, and is named: the longest file takes two minutes.
const args = ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-timeout=600000', ...files.sort()];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
