/** A kept capture as an answer names it. */
import type { CaptureFile } from '../fetch/browser-messages.js';
import type { CapturedFileItem } from '../read/page-result.js';

/** `local`: whether the caller shares this machine's disk, so that the path means something to it. */
export function capturedItem(id: string, file: CaptureFile, local: boolean): CapturedFileItem {
  const { width, height, pages } = file;
  return {
    uri: `webloupe://captures/${id}`,
    mime_type: file.mimeType,
    bytes: file.bytes,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(pages === undefined ? {} : { pages }),
    ...(local ? { path: file.path } : {}),
  };
}
