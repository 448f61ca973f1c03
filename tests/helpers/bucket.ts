/**
 * A store that speaks as much of S3's protocol as captures need, on a free loopback port: objects of one bucket, listed in
 * pages. It checks what a real one checks: the signature of each request (AWS Signature Version 4) over its parts and body.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

const KEY_ID = 'TESTKEYID';
const SECRET = 'test/secret+key';
const REGION = 'us-east-1';
const PAGE = 3;

export interface StoredObject {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly at: Date;
}

export interface TestBucket extends AsyncDisposable {
  /** For `--captures-url`. */
  readonly url: string;
  /** The environment its credentials stand in. */
  readonly env: Record<string, string>;
  readonly objects: Map<string, StoredObject>;
  /** Requests whose signature was wrong. */
  readonly refused: string[];
  /** While set, every request is answered so. */
  fails: number | undefined;
}

export async function startBucket(): Promise<TestBucket> {
  const objects = new Map<string, StoredObject>();
  const refused: string[] = [];
  const state: { fails: number | undefined } = { fails: undefined };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    const url = new URL(request.url ?? '/', 'http://bucket');
    const key = decodeURIComponent(url.pathname.replace(/^\/shots\/?/, ''));
    if (state.fails !== undefined) return tell(response, state.fails, error('InternalError'));
    if (!isSigned(request, url, body)) {
      refused.push(`${request.method} ${request.url}`);
      return tell(response, 403, error('SignatureDoesNotMatch'));
    }
    if (!url.pathname.startsWith('/shots')) return tell(response, 404, error('NoSuchBucket'));
    if (key === '') return tell(response, 200, listing(objects, url.searchParams));
    if (request.method === 'PUT') {
      objects.set(key, { body, headers: request.headers, at: new Date() });
      return tell(response, 200, '');
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return tell(response, 204, '');
    }
    const found = objects.get(key);
    if (found === undefined) return tell(response, 404, request.method === 'HEAD' ? '' : error('NoSuchKey'));
    const kept = Object.entries(found.headers).filter(([name]) => /^(?:x-amz-meta-|content-type$)/.test(name));
    for (const [name, value] of kept) response.setHeader(name, value ?? '');
    response.setHeader('last-modified', found.at.toUTCString());
    response.setHeader('content-length', found.body.length);
    response.end(request.method === 'HEAD' ? undefined : found.body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `s3://shots/team?endpoint=http://127.0.0.1:${port}`,
    env: { AWS_ACCESS_KEY_ID: KEY_ID, AWS_SECRET_ACCESS_KEY: SECRET },
    objects,
    refused,
    get fails() {
      return state.fails;
    },
    set fails(status) {
      state.fails = status;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tell(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(body);
}

function error(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>key ${KEY_ID}</Message></Error>`;
}

function listing(objects: TestBucket['objects'], query: URLSearchParams): string {
  const after = query.get('continuation-token') ?? '';
  const all = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
  const keys = all.slice(0, PAGE);
  const contents = keys.map((key) => {
    const { body, at } = objects.get(key) ?? { body: '', at: new Date() };
    return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`;
  });
  const more = all.length > PAGE;
  const next = more ? `<NextContinuationToken>${keys.at(-1)}</NextContinuationToken>` : '';
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

/** As the standard of signatures says: a key made of date, region and service signs the request's parts. */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const given = /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
    request.headers.authorization ?? '',
  );
  const [, keyId, day = '', region = '', names = '', signature] = given ?? [];
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const saidHash = String(request.headers['x-amz-content-sha256']);
  if (keyId !== KEY_ID || region !== REGION || saidHash !== bodyHash) return false;
  const query = [...url.searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort();
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const parts = [request.method, url.pathname, query.join('&'), headers.join(''), names, saidHash];
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash].join('\n');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const signing = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(signing, text).toString('hex') === signature;
}
