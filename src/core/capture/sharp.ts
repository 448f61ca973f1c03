/**
 * The image library, loaded only where a picture is worked on: it takes 20 MB. Its CommonJS form is there in half the time, and
 * imports no JSON, of which Node 20 warns on stderr.
 */
import { createRequire } from 'node:module';
import type Sharp from 'sharp';

export const sharp: typeof Sharp = createRequire(import.meta.url)('sharp');
