/**
 * Captures in a bucket of an S3-compatible store, read by every process that is given it. The bucket is its own index: an
 * object's key says whose it is, its metadata what it is. lib: @aws-sdk/client-s3, an optional package, loaded at first
 * use; it takes credentials where all its users do (environment, profile, role), and they are told nowhere
 */
import { readFile, rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { LoupeError } from '../errors.js';
import { makeScratchDir } from '../fetch/browser-environment.js';
import { CAPTURE_FORMATS, type CaptureFile } from '../fetch/browser-messages.js';
import { optionalPackage } from '../shared/optional-package.js';
import { ownerKey } from '../shared/owned-entries.js';
import { expired } from './capture-folder.js';
import type { CaptureStore, KeptCapture, TakenIn } from './capture-index.js';
import { CaptureQuota, type Place, type Placed } from './capture-quota.js';

type Library = typeof import('@aws-sdk/client-s3');

const CONNECT_TIMEOUT_MS = 5_000;
/** A picture of 100 MB over a slow line. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Each costs a request. */
const LISTED_MAX = 100;
/** S3 keeps 2 KB of metadata an object; the URL is only its name in a listing. */
const URL_CHARS_MAX = 1_000;

const NAME = /^[\w-]{43}\/[0-9a-f]{32}$/;

/** What an object's metadata says of its capture. Written by `keep`, but others may write to a bucket. */
const described = z.object({
  url: z.string(),
  format: z.enum(CAPTURE_FORMATS),
  width: z.coerce.number().optional(),
  height: z.coerce.number().optional(),
  pages: z.coerce.number().optional(),
});

/** Owns its connections and the folder that files pass through. */
export class CaptureBucket implements CaptureStore, Place {
  readonly dir: string;
  readonly #library: Library;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #quota: CaptureQuota;

  private constructor(url: string, maxBytes: number, dir: string, library: Library) {
    const { bucket, prefix, endpoint, region } = bucketAddress(url);
    this.dir = dir;
    this.#library = library;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#quota = new CaptureQuota(maxBytes, this);
    this.#client = new library.S3Client({
      ...(region === undefined ? {} : { region }),
      // A store of one's own seldom has a name for each bucket.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      // Checksums beyond the signature's are refused by many stores that are not Amazon's.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    });
  }

  /** @throws LoupeError `invalid_input` where the package is missing */
  static async open(url: string, maxBytes: number): Promise<CaptureBucket> {
    const library = await loadLibrary();
    return new CaptureBucket(url, maxBytes, await makeScratchDir(), library);
  }

  /** The files are gone from the disk then. @throws LoupeError `overloaded` */
  async keep(files: readonly CaptureFile[], url: string, owner: string): Promise<TakenIn[]> {
    const taken: TakenIn[] = [];
    for (const file of files) taken.push({ id: await this.#put(file, url, owner), file });
    await this.#ask(() => this.#quota.enforce(files));
    return taken;
  }

  async #put(
    { path, format, mimeType, width, height, pages }: CaptureFile,
    url: string,
    owner: string,
  ): Promise<string> {
    const id = basename(path, extname(path));
    const about = { url: url.slice(0, URL_CHARS_MAX), format, width, height, pages };
    const known = Object.entries(about).filter(([, value]) => value !== undefined);
    try {
      await this.#ask(async ({ PutObjectCommand }) =>
        this.#client.send(
          new PutObjectCommand({
            ...this.#at(owner, id),
            Body: await readFile(path),
            ContentType: mimeType,
            Metadata: Object.fromEntries(known.map(([name, value]) => [name, `${value}`])),
          }),
        ),
      );
    } finally {
      await rm(path, { force: true });
    }
    return id;
  }

  async list(owner: string): Promise<KeptCapture[]> {
    const own = await this.#ask(() => this.#objects(`${ownerKey(owner)}/`));
    const newest = own.sort((a, b) => b.at - a.at).slice(0, LISTED_MAX);
    const kept = newest.map(async ({ name }) => {
      const id = basename(name);
      const head = await this.#ask(({ HeadObjectCommand }) =>
        this.#client.send(new HeadObjectCommand(this.#at(owner, id))),
      ).catch(() => undefined);
      return head && keptOf(id, head);
    });
    return (await Promise.all(kept)).filter((one) => one !== undefined);
  }

  async read(id: string, owner: string): Promise<{ kept: KeptCapture; data: Buffer }> {
    return await this.#ask(async ({ GetObjectCommand }) => {
      const found = await this.#client.send(new GetObjectCommand(this.#at(owner, id)));
      const kept = keptOf(id, found);
      if (kept === undefined || found.Body === undefined) throw expired();
      return { kept, data: Buffer.from(await found.Body.transformToByteArray()) };
    });
  }

  all(): Promise<Placed[]> {
    return this.#objects('');
  }

  async remove(name: string): Promise<void> {
    const { DeleteObjectCommand } = this.#library;
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + name }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
    await rm(this.dir, { recursive: true, force: true });
  }

  #at(owner: string, id: string) {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${ownerKey(owner)}/${id}` };
  }

  /** Captures by the beginning of their name; what else is in the bucket is left alone. */
  async #objects(beginning: string): Promise<Placed[]> {
    const found: Placed[] = [];
    const input = { Bucket: this.#bucket, Prefix: this.#prefix + beginning };
    for await (const { Contents = [] } of this.#library.paginateListObjectsV2({ client: this.#client }, input))
      for (const { Key = '', Size = 0, LastModified } of Contents) {
        const name = Key.slice(this.#prefix.length);
        if (NAME.test(name)) found.push({ name, bytes: Size, at: LastModified?.getTime() ?? 0 });
      }
    return found;
  }

  /** @throws LoupeError `expired` for an object that is not there, `overloaded` where the store does not do as it is asked */
  async #ask<T>(work: (library: Library) => Promise<T>): Promise<T> {
    try {
      return await work(this.#library);
    } catch (cause) {
      if (cause instanceof LoupeError) throw cause;
      const { name, status } = failureOf(cause);
      if (name === 'NoSuchKey' || name === 'NotFound') throw expired();
      const said = status === undefined ? 'does not answer' : `answered ${status}`;
      throw new LoupeError('overloaded', `the store of captures ${said} (${name})`, {
        next: 'Call again in a while; if it lasts, the operator should look at --captures-url and its credentials.',
        cause,
      });
    }
  }
}

/** The parts of `--captures-url`, whose form its option has checked. */
function bucketAddress(url: string) {
  const { hostname: bucket, pathname, searchParams } = new URL(url);
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  const endpoint = searchParams.get('endpoint') ?? undefined;
  return {
    bucket,
    prefix: folder === '' ? '' : `${folder}/`,
    endpoint,
    // Elsewhere than at Amazon the region is a word that is signed and means nothing.
    region: searchParams.get('region') ?? (endpoint === undefined ? undefined : 'us-east-1'),
  };
}

type Told = Pick<HeadObjectCommandOutput, 'Metadata' | 'ContentLength' | 'ContentType' | 'LastModified'>;

function keptOf(id: string, { Metadata, ContentLength, ContentType, LastModified }: Told): KeptCapture | undefined {
  const about = described.safeParse(Metadata);
  if (!about.success || ContentLength === undefined || ContentType === undefined) return undefined;
  return { ...about.data, id, bytes: ContentLength, mimeType: ContentType, at: LastModified?.getTime() ?? 0 };
}

/** What the library threw, without its message: that may repeat what was sent. */
function failureOf(thrown: unknown): { name: string; status: number | undefined } {
  const shape = z.object({
    name: z.string(),
    $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
  });
  const read = shape.safeParse(thrown);
  return read.success
    ? { name: read.data.name, status: read.data.$metadata?.httpStatusCode }
    : { name: 'unknown', status: undefined };
}

function loadLibrary(): Promise<Library> {
  return optionalPackage(() => import('@aws-sdk/client-s3'), '--captures-url', '@aws-sdk/client-s3');
}
