/** `webloupe check-url`: every verdict without a connection, over our own table and, where it is there, the shared one. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MAIN } from '../helpers/client.js';

interface Vector {
  url: string;
  expect: 'allow' | 'block';
  resolves_to?: string[];
}

interface Checked {
  url: string;
  verdict: string;
  reason: string;
  addresses: string[];
}

function checkUrls(input: string, flags: readonly string[] = []) {
  const run = spawnSync(process.execPath, [MAIN, 'check-url', '-', ...flags], { input, encoding: 'utf8' });
  return {
    ...run,
    checked: () =>
      run.stdout
        .trim()
        .split('\n')
        .map((line): Checked => JSON.parse(line)),
  };
}

function wrongVerdicts(vectors: readonly Vector[]): string[] {
  const { checked } = checkUrls(vectors.map((vector) => JSON.stringify(vector)).join('\n'), ['--json']);
  const answers = checked();
  assert.equal(answers.length, vectors.length);
  return vectors.flatMap(({ url, expect }, at) => {
    const answer = answers[at];
    return answer?.verdict === expect && answer.reason !== '' ? [] : [`${url}: ${answer?.verdict}, ${answer?.reason}`];
  });
}

const PUBLIC = '93.184.215.14';
const row =
  (expect: Vector['expect']) =>
  (line: string): Vector => {
    const [url = '', answers] = line.trim().split(' <- ');
    return { url, expect, ...(answers === undefined ? {} : { resolves_to: answers.split(',') }) };
  };
const BLOCKED = `http://127.0.0.1/
  http://127.1/
  http://0177.0.0.01:8080/
  http://0x7f000001/
  http://①②⑦.0.0.1/
  http://127。0。0。1/
  http://0/
  http://169.254.169.254/latest/meta-data/
  http://[fd00:ec2::254]/latest/
  http://168.63.129.16/machine
  http://100.100.100.200/
  http://[::ffff:169.254.169.254]/
  http://[64:ff9b::a9fe:a9fe]/
  http://localhost.:6379/ <- ${PUBLIC}
  http://deep.sub.localhost/ <- ${PUBLIC}
  http://kubernetes.default.svc/ <- ${PUBLIC}
  http://router/
  http://one-is-private.example/ <- ${PUBLIC},192.168.0.1
  http://mapped.example/ <- ::ffff:10.0.0.1
  http://public@127.0.0.1/
  http://example.com:22/ <- ${PUBLIC}
  gopher://example.com/
  file:///etc/passwd
  javascript:alert(1)
  data:text/html,x
  //example.com/
  http://[::1
  http://exa mple.com/`
  .split('\n')
  .map(row('block'));
const ALLOWED = `http://1.1.1.1/
  https://[2606:4700:4700::1111]/
  http://134744072/
  http://site.example:3000/a?u=http://127.0.0.1/ <- ${PUBLIC}
  http://user:password@site.example/ <- ${PUBLIC}
  http://127.0.0.1.site.example/ <- ${PUBLIC}
  http://xn--bcher-kva.example/ <- ${PUBLIC},2606:4700::1
  http://both.example/ <- 64:ff9b::808:808
  http://localhost.example/ <- ${PUBLIC}`
  .split('\n')
  .map(row('allow'));

test('our table: 0 wrong', () => {
  assert.deepEqual(wrongVerdicts([...BLOCKED, ...ALLOWED]), []);
});

const SHARED = new URL('../../../shared/security/attack-urls.jsonl', import.meta.url);
test('the shared table: 0 wrong, over-blocking included', { skip: !existsSync(SHARED) }, () => {
  const vectors = readFileSync(SHARED, 'utf8')
    .trim()
    .split('\n')
    .map((line): Vector => JSON.parse(line));
  assert.ok(vectors.length >= 289);
  assert.deepEqual(wrongVerdicts(vectors), []);
});

test('any line gets its answer, in order; none ends the run, drives the terminal or repeats a password', () => {
  const lines = [
    '{"url":5}',
    '{"url":"http://1.1.1.1/"',
    '[]',
    'null',
    `http://u:${'hunter2'.repeat(40)}@[broken/`,
    'http://\u001b[31mred/',
    '',
    '{"url":"http://a.example/","resolves_to":"10.0.0.1"}',
    'http://1.1.1.1/',
  ];
  const json = checkUrls(lines.join('\n'), ['--json']);
  assert.deepEqual(
    json.checked().map(({ verdict }) => verdict),
    [...Array<string>(7).fill('block'), 'allow'],
  );
  const plain = checkUrls(lines.join('\n'));
  for (const out of [json.stdout, plain.stdout, plain.stderr]) {
    assert.ok(!out.includes('\u001b') && !out.includes('hunter2'), out);
  }
  assert.equal(plain.stdout.trim().split('\n').length, 8);
  assert.deepEqual(json.checked()[6]?.addresses, ['10.0.0.1'], 'one address is a list of one');
  assert.equal(plain.status, 1);
  assert.equal(checkUrls('https://1.1.1.1/').status, 0);
});
