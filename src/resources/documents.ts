/** Fixed documents: the run config's schema and the list of social media domains. */
import * as z from 'zod';
import type { Engine } from '../core/engine.js';
import type { ListedResource, ResourceFamily } from './family.js';

const SCHEMA_URI = 'webloupe://schema/run-config';
const SOCIAL_URI = 'webloupe://social-media-domains';

const DOCUMENTS: ListedResource[] = [
  {
    uri: SCHEMA_URI,
    name: 'run-config',
    description: 'JSON Schema of the run config',
    mimeType: 'application/schema+json',
  },
  {
    uri: SOCIAL_URI,
    name: 'social-media-domains',
    description: 'Domains that exclude_social_media_links leaves out, one a line',
    mimeType: 'text/plain',
  },
];

/** Keys of ours that only tools/list reads. */
const FOR_LISTING = new Set(['brief', 'listed']);

export const documents: ResourceFamily = {
  templates: [],
  list: (engine) =>
    Promise.all(
      DOCUMENTS.map(async (document) => ({
        ...document,
        size: Buffer.byteLength((await textOf(document.uri, engine)) ?? ''),
      })),
    ),
  async read(uri, engine) {
    const document = DOCUMENTS.find((one) => one.uri === uri);
    const text = await textOf(uri, engine);
    return document === undefined || text === undefined ? undefined : { uri, mimeType: document.mimeType, text };
  },
};

async function textOf(uri: string, engine: Engine): Promise<string | undefined> {
  if (uri === SOCIAL_URI) return `${engine.socialMediaDomains.join('\n')}\n`;
  if (uri !== SCHEMA_URI) return undefined;
  // Loaded when it is asked for: a start needs no schema of every field.
  const { runConfig } = await import('../core/run-config.js');
  const schema = z.toJSONSchema(runConfig, { io: 'input' });
  return JSON.stringify(schema, (key, value) => (FOR_LISTING.has(key) ? undefined : value), 2);
}
