/** Names whose servers are silent, beside names that are fine: the system answers two questions at a time. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import { createConnector } from '../../../src/core/egress/connect.js';
import { createResolver } from '../../../src/core/egress/resolver.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';

const PUBLIC = ['93.184.215.14'];
const { signal } = new AbortController();
const never = new Promise<never>(() => {});
const unknown = async () => {
  throw new Error('no such name');
};

test('links with dead name servers do not fail the names of other pages', { timeout: 5_000 }, async () => {
  const asked: string[] = [];
  const resolver = createResolver(
    (name) => {
      asked.push(name);
      return never;
    },
    async (name) => (name.endsWith('.dead.example') ? await never : PUBLIC),
  );
  const connector = createConnector(createPolicy(DEFAULT_EGRESS), resolver);
  const done = new AbortController();
  const dead = [1, 2, 3, 4].map((i) => connector.addresses(`h${i}.dead.example`, 80, done.signal).catch(() => {}));
  assert.deepEqual(await connector.addresses('good.example', 80, signal), PUBLIC);
  assert.deepEqual(
    asked,
    ['h1.dead.example', 'h2.dead.example'],
    'no more of the threads are asked for than there are',
  );
  done.abort();
  await Promise.all(dead);
});

test('what name servers say past the system is judged like any other answer', { timeout: 5_000 }, async () => {
  const resolver = createResolver(
    () => never,
    async () => [...PUBLIC, '10.0.0.1'],
  );
  const connector = createConnector(createPolicy(DEFAULT_EGRESS), resolver);
  await assert.rejects(connector.addresses('mixed.example', 80, signal), { code: 'blocked_address' });
});

test('the system is believed: its answer, its refusal, and a name that only it knows', { timeout: 5_000 }, async () => {
  let isAskedDirectly = false;
  const quick = createResolver(
    async (name) => (name === 'hosts.example' ? PUBLIC : await unknown()),
    async () => {
      isAskedDirectly = true;
      return ['192.0.2.1'];
    },
  );
  assert.deepEqual(await quick('hosts.example'), PUBLIC);
  await assert.rejects(quick('none.example'), /no such name/);
  assert.equal(isAskedDirectly, false);
  const told = new EventEmitter();
  const slow = createResolver(
    async () => (await once(told, 'answer')).flat(),
    async () => {
      told.emit('answer', PUBLIC);
      return await unknown();
    },
  );
  assert.deepEqual(await slow('vpn.example'), PUBLIC);
});
