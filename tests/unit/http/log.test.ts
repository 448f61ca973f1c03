import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createLog } from '../../../src/http/log.js';

test('a line that cannot be written is lost alone', { skip: !existsSync('/dev/full') }, () => {
  const log = createLog(openSync('/dev/full', 'w'));
  for (let i = 0; i < 3; i++) log.info('x');
});

test('of a line that is longer than what a pipe takes the rest waits', { skip: process.platform === 'win32' }, ({
  mock,
}) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-log-'));
  const pipe = path.join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    const waiting: Uint8Array[] = [];
    const write = mock.method(
      process.stderr,
      'write',
      (left: Uint8Array | string) => waiting.push(Buffer.from(left)) > 0,
    );
    const log = createLog(fd);
    const text = 'x'.repeat(100_000);
    while (waiting.length === 0) log.info(text);
    write.mock.restore();
    const taken = Buffer.alloc(1_000_000);
    const told = Buffer.concat([taken.subarray(0, readSync(fd, taken)), ...waiting]).toString();
    assert.match(told, /^\{"level":30,[^x]*"msg":"x{100000}"\}\n$/);
  } finally {
    closeSync(fd);
    rmSync(dir, { recursive: true });
  }
});
