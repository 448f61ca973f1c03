import { existsSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { createLog } from '../../../src/http/log.js';

test('a line that cannot be written is lost alone', { skip: !existsSync('/dev/full') }, () => {
  const log = createLog(openSync('/dev/full', 'w'));
  for (let i = 0; i < 3; i++) log.info('x');
});
