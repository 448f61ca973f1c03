/** Kept captures as resources: the files in full resolution. */
import type { ResourceFamily } from './family.js';

const ROOT = 'webloupe://captures/';

export const captures: ResourceFamily = {
  templates: [
    {
      uriTemplate: `${ROOT}{id}`,
      name: 'capture',
      description: 'A screenshot, PDF or MHTML file',
      mimeType: 'application/octet-stream',
    },
  ],

  async list(engine, owner) {
    const kept = await engine.captures.list(owner);
    return kept.map(({ id, url, format, mimeType, bytes }) => ({
      uri: ROOT + id,
      name: url,
      description: format,
      mimeType,
      size: bytes,
    }));
  },

  async read(uri, engine, owner) {
    const id = /^webloupe:\/\/captures\/([\w-]{1,64})$/.exec(uri)?.[1];
    if (id === undefined) return undefined;
    const { kept, data } = await engine.captures.read(id, owner);
    return { uri, mimeType: kept.mimeType, blob: data.toString('base64') };
  },
};
