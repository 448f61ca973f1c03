/** Files of pages as an answer names them. */
import { CAPTURE_FORMATS, type CaptureFormat } from '../fetch/browser-messages.js';
import type { CapturedFileItem } from '../read/page-result.js';
import { counted } from './page-lines.js';

export function captureSize(file: CapturedFileItem): string {
  if (file.width !== undefined) return `${file.width}×${file.height} px`;
  return file.pages === undefined ? 'whole page' : counted(file.pages, 'page');
}

/** A line for each file: size, type, where it is. */
export function captureLines(files: Partial<Record<CaptureFormat, CapturedFileItem | undefined>>): string[] {
  return CAPTURE_FORMATS.flatMap((format) => {
    const file = files[format];
    if (file === undefined) return [];
    const path = file.path === undefined ? '' : ` (file ${file.path})`;
    return [`${format}: ${captureSize(file)}, ${file.mime_type}, ${file.bytes} bytes, ${file.uri}${path}`];
  });
}
