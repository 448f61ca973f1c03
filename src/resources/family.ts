/** A family of resources, free of the protocol: what there is, and how one is read. */
import type { Engine } from '../core/engine.js';

export interface ListedResource {
  uri: string;
  name: string;
  description: string;
  mimeType: string;
  size?: number;
}

export interface ResourceTemplate {
  uriTemplate: string;
  name: string;
  description: string;
  mimeType: string;
}

export type ResourceContent = { uri: string; mimeType: string } & ({ text: string } | { blob: string });

export interface ResourceFamily {
  templates: ResourceTemplate[];
  list(engine: Engine, owner: string): Promise<ListedResource[]>;
  /** The resource, or undefined when the URI is not of this family. @throws LoupeError `expired`, `invalid_input` */
  read(uri: string, engine: Engine, owner: string, signal: AbortSignal): Promise<ResourceContent | undefined>;
}
