/** A kept capture as an answer names it. */
import type { CaptureFile } from '../fetch/browser-messages.js';
import type { CapturedFileItem } from '../read/page-result.js';

/** `path`: where the file is, if that means something to the caller. */
export function capturedItem(
  id: string,
  { mimeType, bytes, width, height, pages }: CaptureFile,
  path: string | undefined,
): CapturedFileItem {
  return {
    uri: `webloupe://captures/${id}`,
    mime_type: mimeType,
    bytes,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(pages === undefined ? {} : { pages }),
    ...(path === undefined ? {} : { path }),
  };
}
