/** Fixed documents: the run config's schema and the list of social media domains. */
import { z } from 'zod';
import type { ListedResource, ResourceFamily } from './family.js';

const SCHEMA_URI = 'webloupe://schema/run-config';
const SOCIAL_URI = 'webloupe://social-media-domains';

const LISTED: ListedResource[] = [
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
  list: async () => LISTED,
  async read(uri, engine) {
    if (uri === SCHEMA_URI) {
      // Loaded when it is read: a start needs no schema of every field.
      const { runConfig } = await import('../core/run-config.js');
      const text = JSON.stringify(
        z.toJSONSchema(runConfig, { io: 'input' }),
        (key, value) => (FOR_LISTING.has(key) ? undefined : value),
        2,
      );
      return { uri, mimeType: 'application/schema+json', text };
    }
    if (uri === SOCIAL_URI) return { uri, mimeType: 'text/plain', text: `${engine.socialMediaDomains.join('\n')}\n` };
    return undefined;
  },
};
