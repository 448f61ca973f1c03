/** Every tool, in the order in which tools/list names them. */
import { capture } from './capture.js';
import { crawl } from './crawl.js';
import { extractLinks } from './extract-links.js';
import { extractMedia } from './extract-media.js';
import { previewLinks } from './preview-links.js';

export const TOOLS = [crawl, extractLinks, extractMedia, previewLinks, capture] as const;
