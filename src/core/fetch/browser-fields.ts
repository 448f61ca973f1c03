/** Which fields of the run config ask for a browser, and which are in vain without one. */
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../run-config.js';
import type { FetchedPage } from './page.js';

/** The fields that only a browser can honour. */
export const BROWSER_FIELDS = [
  'wait_until',
  'wait_for',
  'wait_for_images',
  'delay_before_return_html',
  'scan_full_page',
  'js_code',
  'remove_overlay_elements',
  'remove_consent_popups',
  'process_iframes',
  'flatten_shadow_dom',
] as const satisfies ReadonlyArray<keyof RunConfig>;

/** Those that only a browser heeds and that are no reason to take one. */
export const WINDOW_FIELDS = ['viewport', 'timezone_id'] as const satisfies ReadonlyArray<keyof RunConfig>;

export function given(fields: ReadonlyArray<keyof RunConfig>, config: RunConfig): string[] {
  return fields.filter((field) => config[field] !== DEFAULT_RUN_CONFIG[field]);
}

export function withVain(page: FetchedPage, fields: readonly string[], why: string): FetchedPage {
  const warnings = fields.map((field) => `${field} had no effect: ${why}`);
  return warnings.length === 0 ? page : { ...page, warnings: [...page.warnings, ...warnings] };
}
