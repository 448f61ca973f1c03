/** Names that answer differently each time. 127.0.0.2 stands for a public address, 127.0.0.1 for what is to be kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPolicy, type EgressPolicy } from '../../../src/core/egress/address-policy.js';
import { createConnector } from '../../../src/core/egress/connect.js';
import { HttpClient } from '../../../src/core/egress/http.js';
import type { Resolver } from '../../../src/core/egress/resolver.js';
import { LoupeError } from '../../../src/core/errors.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';
import { startSite } from '../../helpers/site.js';

const strict = createPolicy(DEFAULT_EGRESS);
const policy: EgressPolicy = {
  ...strict,
  judgeAnswer: (route, address) =>
    address === '127.0.0.2' ? { verdict: 'allow', reason: 'stands for public' } : strict.judgeAnswer(route, address),
};
const signal = new AbortController().signal;

/** One set of answers a lookup, the last one for ever. */
function answering(sets: readonly (readonly string[])[]): { resolver: Resolver; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    resolver: async () => {
      asked += 1;
      return sets[Math.min(asked, sets.length) - 1] ?? [];
    },
  };
}

test('the first answer is judged and dialled; what the name says next is not asked', async () => {
  await using secret = await startSite({ '*': { body: 'secret' } });
  const close = { connection: 'close' };
  await using site = await startSite(
    {
      '/': { headers: close, body: 'public' },
      '/to-ip': { status: 302, headers: { ...close, location: `http://127.0.0.1:${secret.port}/` } },
      '/to-self': { status: 302, headers: { ...close, location: '/' } },
    },
    { host: '127.0.0.2', port: secret.port },
  );
  const rows: [answers: string[][], path: string, outcome: string, lookups: number][] = [
    [[['127.0.0.2'], ['127.0.0.1']], '/', 'public', 1],
    [[['127.0.0.2'], ['169.254.169.254']], '/', 'public', 1],
    [[['127.0.0.1'], ['127.0.0.2']], '/', 'blocked_address', 1],
    [[['127.0.0.2', '10.0.0.1']], '/', 'blocked_address', 1],
    [[['127.0.0.2', '127.0.0.1']], '/', 'blocked_address', 1],
    [[['127.0.0.2']], '/to-ip', 'blocked_address', 1],
    [[['127.0.0.2'], ['10.0.0.9']], '/to-self', 'blocked_address', 2],
    [[[]], '/', 'dns_failed', 1],
  ];
  for (const [answers, path, outcome, lookups] of rows) {
    const { resolver, asked } = answering(answers);
    await using client = new HttpClient({ policy, resolver, userAgent: 'x' });
    const url = new URL(`http://rebind.example:${site.port}${path}`);
    const seen = await client.request(url, { signal, timeoutMs: 20_000 }).then(
      async (answer) => Buffer.from(await answer.readBytes()).toString(),
      (error: unknown) => (error instanceof LoupeError ? error.code : String(error)),
    );
    assert.equal(seen, outcome, JSON.stringify(answers));
    assert.equal(asked(), lookups, JSON.stringify(answers));
  }
  assert.equal(secret.connections, 0);
});

test('the next address is tried, among the judged ones only', async () => {
  await using site = await startSite({ '/': { body: 'second' } }, { host: '127.0.0.2' });
  const lenient: EgressPolicy = { ...policy, judgeAnswer: () => ({ verdict: 'allow', reason: 'any' }) };
  const { resolver } = answering([['::2', '127.0.0.2']]);
  const socket = await createConnector(lenient, resolver).open('he.example', site.port, signal);
  assert.equal(socket.remoteAddress, '127.0.0.2');
  socket.destroy();
});

test('connections at the same time share one lookup; a resolver that never answers is given up with the call', async () => {
  await using site = await startSite({}, { host: '127.0.0.2' });
  const { resolver, asked } = answering([['127.0.0.2']]);
  const connector = createConnector(policy, resolver);
  const sockets = await Promise.all([1, 2, 3].map(() => connector.open('many.example', site.port, signal)));
  assert.equal(asked(), 1);
  for (const socket of sockets) socket.destroy();
  const silent = createConnector(policy, () => new Promise(() => {}));
  await assert.rejects(silent.open('slow.example', 80, AbortSignal.timeout(50)), { name: 'TimeoutError' });
});
