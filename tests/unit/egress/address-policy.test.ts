import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { createPolicy } from '../../../src/core/egress/address-policy.js';
import { checkUrl } from '../../../src/core/egress/check-url.js';
import type { EgressOptions } from '../../../src/core/egress/egress-options.js';
import { LoupeError } from '../../../src/core/errors.js';
import { DEFAULT_EGRESS } from '../../helpers/egress.js';

const PUBLIC = '93.184.215.14';
const policyOf = (options: Partial<EgressOptions>) => createPolicy({ ...DEFAULT_EGRESS, ...options });
const noNetwork = async () => {
  throw new Error('no such name');
};

/** `URL [answers]`, one a line. */
const BLOCKED = `
http://127.0.0.53/  http://127.1:8080/  http://017700000001/  http://0x7F.0.0.1/  http://2130706434/  http://0.0.0.0/
http://10.20.30.40/  http://172.20.0.1/  http://172.31.255.255/  http://192.168.10.1/  http://100.64.0.1/
http://169.254.169.254/latest  http://169.254.1.1/  http://168.63.129.16/  http://192.0.0.8/  http://192.0.2.44/
http://192.88.99.9/  http://198.18.0.9/  http://198.51.100.9/  http://203.0.113.9/  http://239.1.2.3/  http://250.1.2.3/
http://[::]/  http://[::1]:3000/  http://[::ffff:192.168.1.1]/  http://[::ffff:8.8.8.8]/  http://[::10.0.0.1]/
http://[64:ff9b::192.168.0.1]/  http://[64:ff9b::7f00:2]/  http://[64:ff9b:1::1]/  http://[64:ff9b::1:808:808]/  http://[2002:c0a8:1::]/
http://[2001::1]/  http://[2001:1ff::1]/  http://[2001:db8:1::1]/  http://[3fff:fff::1]/  http://[3ffe:1::1]/
http://[fc00:1::1]/  http://[fd00::1]/  http://[fe80::1]/  http://[fec0::1]/  http://[ff02::2]/  http://[5f00::1]/
http://１０.0.0.1/  http://10。0。0。1/  http://%31%30.0.0.1/  http://user:pw@10.0.0.1/  http://8.8.8.8@10.0.0.1/
http://localhost/|${PUBLIC}  http://LOCALHOST.:81/|${PUBLIC}  http://a.b.localhost/|${PUBLIC}  http://ip6-localhost/|${PUBLIC}
http://printer.local/|${PUBLIC}  http://vault.internal/|${PUBLIC}  http://nas.home.arpa/|${PUBLIC}
http://metadata.goog/|${PUBLIC}  http://host.docker.internal/|${PUBLIC}  http://api.default.svc/|${PUBLIC}
http://a.localdomain/|${PUBLIC}  http://a.localhost4/|${PUBLIC}  http://a.localhost6/|${PUBLIC}
http://a.localdomain4/|${PUBLIC}  http://a.localdomain6/|${PUBLIC}  http://a.ip6-localhost/|${PUBLIC}
http://a.ip6-loopback/|${PUBLIC}  http://kubernetes.default/|${PUBLIC}  http://a.kubernetes/|${PUBLIC}
http://metadata.tencentyun.com/|${PUBLIC}  http://metadata.packet.net/|${PUBLIC}
http://metadata.platformequinix.com/|${PUBLIC}  http://a.metadata/|${PUBLIC}  http://a.instance-data/|${PUBLIC}
http://a.rancher-metadata/|${PUBLIC}  http://example.com:0/|${PUBLIC}
http://wiki/  http://wiki/|10.0.0.3  http://mixed.example/|${PUBLIC},10.0.0.3  http://six.example/|fd00::1
http://mapped.example/|::ffff:127.0.0.1  http://zone.example/|fe80::1%eth0  http://none.example/
http://a..example/|${PUBLIC}  http://./|${PUBLIC}  http://example.com:25/|${PUBLIC}  http://example.com:6000/|${PUBLIC}
ftp://example.com/  file:///etc/passwd  data:text/html,x  javascript:1  ws://example.com/  about:blank  blob:https://example.com/1
view-source:http://example.com/  chrome://version  http://[::1%25lo]/  http://1.2.3.4.5/  http:// words`;
const ALLOWED = `
http://1.1.1.1/  http://9.9.9.9:8080/  http://172.32.0.1/  http://100.63.255.255/  http://192.0.1.1/  http://198.20.0.1/
http://223.255.255.255/  http://192.31.196.1/  http://192.175.48.1/  http://16843009/  http://[2606:4700::1]/
http://[2001:200::1]/  http://[2a02::1]/  http://[3fff:1000::1]/  http://[64:ff9b::1.1.1.1]/  http://[64:ff9b::101:101]/
http://site.example/|${PUBLIC}  https://site.example:8443/|${PUBLIC},2606:4700::1  http://site.example./|${PUBLIC}
http://u:p@site.example/|${PUBLIC}  http://10.0.0.1.site.example/|${PUBLIC}  http://local.example/|${PUBLIC}
http://mylocalhost/|${PUBLIC}  http://a.local.example/|${PUBLIC}  http://internal.example/|${PUBLIC}  http://metadata.example/|${PUBLIC}  http://bücher.example/|${PUBLIC}
http://site.example/?u=http://127.0.0.1/|${PUBLIC}  http://nat64.example/|64:ff9b::808:808`;

for (const [expect, lines] of Object.entries({ block: BLOCKED, allow: ALLOWED })) {
  test(`the default policy: ${expect}`, async () => {
    for (const row of lines.trim().split(/\s{2,}|\n/)) {
      const [url = '', answers] = row.split('|');
      const checked = await checkUrl(policyOf({}), url, {
        resolver: noNetwork,
        ...(answers === undefined ? {} : { answers: answers.split(',') }),
      });
      assert.equal(checked.verdict, expect, `${row}: ${checked.reason}`);
      assert.notEqual(checked.reason, '');
      assert.ok(!checked.url.includes('pw@'), checked.url);
    }
  });
}

test('the bad ports of the fetch standard, as another implementation has them, and no others', () => {
  const { badPorts } = createRequire(import.meta.url)('undici/lib/web/fetch/constants.js');
  const policy = policyOf({});
  const blocked: string[] = [];
  for (let port = 1; port <= 65_535; port++)
    if (policy.judgeTarget('site.example', port).verdict === 'block') blocked.push(String(port));
  assert.deepEqual(blocked, badPorts);
});

/** Whole ranges, by their first and last address, and the public neighbours of each: over-blocking shows as well. */
const RANGES = `
- 0.0.0.0 0.255.255.255 1.0.0.0
9.255.255.255 10.0.0.0 10.255.255.255 11.0.0.0
100.63.255.255 100.64.0.0 100.127.255.255 100.128.0.0
126.255.255.255 127.0.0.0 127.255.255.255 128.0.0.0
169.253.255.255 169.254.0.0 169.254.255.255 169.255.0.0
172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0
191.255.255.255 192.0.0.0 192.0.0.255 192.0.1.0
192.0.1.255 192.0.2.0 192.0.2.255 192.0.3.0
192.88.98.255 192.88.99.0 192.88.99.255 192.88.100.0
192.167.255.255 192.168.0.0 192.168.255.255 192.169.0.0
198.17.255.255 198.18.0.0 198.19.255.255 198.20.0.0
198.51.99.255 198.51.100.0 198.51.100.255 198.51.101.0
203.0.112.255 203.0.113.0 203.0.113.255 203.0.114.0
168.63.129.15 168.63.129.16 168.63.129.16 168.63.129.17
223.255.255.255 224.0.0.0 255.255.255.255 -
- :: 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2000::
2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001:: 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:200::
2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::
2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2003::
3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3ffe:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000::
3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 4000:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff -
64:ff9b::9.255.255.255 64:ff9b::10.0.0.0 64:ff9b::10.255.255.255 64:ff9b::11.0.0.0
- 64:ff9b::1:0:0 64:ff9b:1:ffff:ffff:ffff:ffff:ffff -
- ::ffff:0:0 ::ffff:255.255.255.255 -`;

test('ranges by both their edges, their neighbours free, as literals and as answers', async () => {
  const wrong: string[] = [];
  const check = async (address: string, expect: string) => {
    const host = address.includes(':') ? `[${address}]` : address;
    for (const [url, answers] of [[`http://${host}/`], ['http://a.example/', [address]]] as const) {
      const checked = await checkUrl(policyOf({}), url, {
        resolver: noNetwork,
        ...(answers === undefined ? {} : { answers }),
      });
      if (checked.verdict !== expect) wrong.push(`${address}: ${checked.verdict}, ${checked.reason}`);
    }
  };
  for (const row of RANGES.trim().split('\n')) {
    const [under = '-', first = '', last = '', over = '-'] = row.split(' ');
    for (const address of [first, last]) await check(address, 'block');
    for (const address of [under, over]) if (address !== '-') await check(address, 'allow');
  }
  assert.deepEqual(wrong, []);
});

test('an answer of no address, or one that is none, is refused', async () => {
  for (const answers of [[], [''], ['127.1'], ['0x7f.1'], ['[::1]'], ['8.8.8.8:80'], ['fe80::1%1']]) {
    const checked = await checkUrl(policyOf({}), 'http://a.example/', { resolver: noNetwork, answers });
    assert.equal(checked.verdict, 'block', JSON.stringify(answers));
  }
});

const SHARED = new URL('../../../../shared/security/attack-urls.jsonl', import.meta.url);
test('the shared vectors', { skip: !existsSync(SHARED) }, async () => {
  const wrong: string[] = [];
  for (const line of readFileSync(SHARED, 'utf8').trim().split('\n')) {
    const row: { url: string; expect: string; resolves_to?: string[] } = JSON.parse(line);
    const answers = row.resolves_to === undefined ? {} : { answers: row.resolves_to };
    const checked = await checkUrl(policyOf({}), row.url, { resolver: noNetwork, ...answers });
    if (checked.verdict !== row.expect) wrong.push(`${row.url}: ${checked.reason}`);
  }
  assert.deepEqual(wrong, []);
});

test('what the operator says', async () => {
  const allowDev = { allowHost: ['127.0.0.1:8080', 'dev.internal', '[::1]'] };
  const toLoopback = { connectTo: ['site.example:80:127.0.0.1:9000'] };
  const anyToLoopback = { connectTo: ['::127.0.0.1:9000'] };
  const rows: [Partial<EgressOptions>, string, 'allow' | 'block'][] = [
    [allowDev, 'http://127.0.0.1:8080/', 'allow'],
    [allowDev, 'http://0x7f.1:8080/', 'allow'],
    [allowDev, 'http://127.0.0.1/', 'block'],
    [allowDev, 'http://127.0.0.2:8080/', 'block'],
    [allowDev, 'http://[::1]:99/', 'allow'],
    [allowDev, 'ftp://[::1]:99/', 'block'],
    [{ allowHost: ['::1'] }, 'http://[::1]:99/', 'allow'],
    [{ allowHost: ['10.0.0.1:443'] }, 'https://10.0.0.1/', 'allow'],
    [{ allowHost: ['10.0.0.1:443'] }, 'http://10.0.0.1/', 'block'],
    [{ ...allowDev, resolve: ['dev.internal:80:10.0.0.1'] }, 'http://dev.internal/', 'allow'],
    [{ allowHost: ['10.0.0.1'], resolve: ['a.example:80:10.0.0.1'] }, 'http://a.example/', 'block'],
    [{ resolve: ['a.example:80:93.184.215.14, [2606:4700::1]'] }, 'http://a.example/', 'allow'],
    [{ resolve: ['a.example:80:93.184.215.14,::1'] }, 'http://a.example/', 'block'],
    [{ resolve: ['a.example:80:93.184.215.14'] }, 'http://a.example:81/', 'block'],
    [{ resolve: ['localhost:80:93.184.215.14'] }, 'http://localhost/', 'block'],
    [{ resolve: ['*:80:93.184.215.14'] }, 'http://a.example/', 'allow'],
    [{ resolve: ['+*:80:10.0.0.1'] }, 'http://a.example/', 'block'],
    [toLoopback, 'http://site.example/', 'allow'],
    [toLoopback, 'https://site.example/', 'block'],
    [anyToLoopback, 'https://other.example/', 'allow'],
    [anyToLoopback, 'http://10.0.0.1/', 'block'],
    [anyToLoopback, 'http://localhost/', 'block'],
    [{ connectTo: [':80::9000'] }, 'http://127.0.0.1/', 'block'],
    [{ connectTo: ['localhost::127.0.0.1:1'] }, 'http://localhost/', 'allow'],
    [{ blockHost: ['ads.example'], ...anyToLoopback }, 'http://x.ads.example/', 'block'],
    [{ blockHost: ['ads.example'], ...anyToLoopback }, 'http://xads.example/', 'allow'],
    [{ blockHost: ['ads.example'], allowHost: ['ads.example'] }, 'http://ads.example/', 'block'],
    [{ blockHost: ['8.8.8.8'] }, 'http://8.8.8.8/', 'block'],
    [{ blockHost: ['8.8.0.0/16'], resolve: ['a.example:80:8.8.4.4'] }, 'http://a.example/', 'block'],
    [{ blockHost: ['8.8.8.8/32'] }, 'http://8.8.8.8/', 'block'],
    [{ blockHost: ['2606:4700::1/128'] }, 'http://[2606:4700::1]/', 'block'],
    [{ blockHost: ['8.8.0.0/16'] }, 'http://[64:ff9b::8.8.8.8]/', 'block'],
    [{ blockHost: ['8.8.0.0/16'], resolve: ['a.example:80:64:ff9b::808:404'] }, 'http://a.example/', 'block'],
    [{ blockHost: ['8.8.8.8'] }, 'http://[64:ff9b::8.8.4.4]/', 'allow'],
    [{ blockHost: ['8.8.0.0/16'], allowHost: ['8.8.1.1'] }, 'http://8.8.1.1/', 'block'],
    [{ blockHost: ['8.8.0.0/16'], proxyServer: 'proxy.example:3128' }, 'http://8.8.1.1/', 'block'],
    [{ blockHost: ['8.8.8.8'], resolve: ['a.example:80:8.8.8.8'] }, 'http://a.example/', 'block'],
    [{ blockHost: ['8.8.8.8:81'], resolve: ['a.example:80:8.8.8.8'] }, 'http://a.example/', 'allow'],
    [{ blockHost: ['[2606:4700::1]'], resolve: ['a.example:80:[2606:4700::0:1]'] }, 'http://a.example/', 'block'],
    [{ blockHost: ['8.8.8.8'] }, 'http://[64:ff9b::8.8.8.8]/', 'block'],
    [{ blockHost: ['ads.example:80'], ...anyToLoopback }, 'http://x.ads.example/', 'block'],
    [{ blockHost: ['ads.example:80'], ...anyToLoopback }, 'https://x.ads.example/', 'allow'],
    [{ blockHost: ['ads.example'], ...anyToLoopback }, 'http://x.ads.example.org/', 'allow'],
    [{ connectTo: ['localhost:80::81'] }, 'http://localhost/', 'block'],
    [{ proxyServer: 'proxy.example:3128' }, 'http://unknown.example/', 'allow'],
    [{ proxyServer: 'proxy.example:3128' }, 'http://localhost/', 'block'],
    [{ proxyServer: '[2001:db8::1]:3128' }, 'http://unknown.example/', 'allow'],
  ];
  for (const [options, url, expect] of rows) {
    const checked = await checkUrl(policyOf(options), url, { resolver: noNetwork });
    assert.equal(checked.verdict, expect, `${JSON.stringify(options)} ${url}: ${checked.reason}`);
  }
});

test('a single label is a name of the local network whatever a resolver says, but for the operator', async () => {
  const verdict = async (options: Partial<EgressOptions>) =>
    (await checkUrl(policyOf(options), 'http://wiki/', { resolver: async () => [PUBLIC] })).verdict;
  assert.equal(await verdict({}), 'block');
  assert.equal(await verdict({ resolve: [`wiki:80:${PUBLIC}`] }), 'allow');
});

test('malformed options are named', () => {
  const rows: Partial<EgressOptions>[] = [
    { allowHost: ['http://a.example'] },
    { allowHost: ['a.example:99999'] },
    { allowHost: ['a.example:0'] },
    { allowHost: ['*.example'] },
    { allowHost: [''] },
    { blockHost: ['10.0.0.0/33'] },
    { blockHost: ['10.0.0.0/'] },
    { blockHost: ['10.0.0.0/8x'] },
    { blockHost: ['2001:db8::/129'] },
    { blockHost: ['a.example/8'] },
    { connectTo: ['a:1:b'] },
    { connectTo: ['a b:1:c:2'] },
    { connectTo: ['::::1:80'] },
    { resolve: ['a.example:80'] },
    { resolve: ['a.example:80:b.example'] },
    { proxyServer: 'socks5://user:secret@proxy' },
  ];
  for (const options of rows) {
    assert.throws(
      () => policyOf(options),
      (error: unknown) =>
        error instanceof LoupeError && error.code === 'invalid_input' && !error.toText().includes('secret'),
      JSON.stringify(options),
    );
  }
});
