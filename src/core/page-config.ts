/** The fields of the run config that say how a page is loaded; with the URL they decide the page cache's key. */
import * as z from 'zod';
import { flag, int, words } from './config-fields.js';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

export const pageFields = {
  engine: z
    .enum(['auto', 'http', 'browser'])
    .default('auto')
    .meta(
      words(
        '`auto`: plain HTTP first, a browser when the page is an empty shell or another field needs one; the answer says why',
        'auto: browser only when needed',
      ),
    ),
  wait_until: z
    .enum(['commit', 'domcontentloaded', 'load', 'networkidle'])
    .default('domcontentloaded')
    .meta(words('browser: the event after which navigation counts as done', 'browser')),
  page_timeout: int(100, 300_000)
    .default(30_000)
    .meta(words('ms for loading the page; what is there by then is read', 'ms')),
  wait_for: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta(
      words(
        "`css:SELECTOR` or `js:EXPRESSION` to wait for before reading; needs a browser, and `js:` the operator's leave",
        '"css:SELECTOR" or "js:EXPRESSION"',
      ),
    ),
  wait_for_images: flag().meta(
    words('browser: scroll to images, lazy ones too, and wait until they are decoded or failed', 'lazy ones too'),
  ),
  delay_before_return_html: z
    .number()
    .min(0)
    .max(60)
    .default(0)
    .meta(words('s to wait before the page is read; needs a browser', 's')),
  scan_full_page: flag().meta(
    words('browser: scroll to the end first, so that pages that grow are whole', 'scroll to the end first'),
  ),
  scroll_delay: z.number().min(0).max(10).default(0.2).meta(words('s between scroll steps', 's')),
  max_scroll_steps: int(1, 1000).default(50).meta(words('scroll steps at most')),
  js_code: z
    .union([z.string().max(100_000), z.array(z.string().max(100_000)).max(20)])
    .optional()
    .meta(
      words(
        'script or scripts to run in the page before it is read, where the operator allows (`--allow-js-code`)',
        'run in the page, if the operator allows',
      ),
    ),
  remove_overlay_elements: flag().meta(words('browser: remove modals and overlays', 'modals')),
  remove_consent_popups: flag().meta(words('browser: answer or remove cookie banners', 'cookie banners')),
  process_iframes: flag().meta(words('browser: put the content of frames into the page', 'inline frames')),
  flatten_shadow_dom: flag().meta(
    words(
      'browser: put the content of shadow roots into the page; done anyway where nothing stands elsewhere',
      'inline shadow roots',
    ),
  ),
  user_agent: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[\x20-\x7e\xa0-\xff]+$/, 'expected characters that a header may have')
    .optional()
    .meta(words('User-Agent of this call')),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional()
    .meta(words('BCP 47 tag, sent as Accept-Language and set in the browser', 'e.g. "de-DE"')),
  timezone_id: z
    .string()
    .min(1)
    .max(64)
    .refine(isTimeZone, 'expected an IANA time zone such as "Europe/Berlin"')
    .optional()
    .meta(words('IANA time zone of the browser', 'IANA name')),
  viewport: z
    .strictObject({ width: int(100, 4096), height: int(100, 4096) })
    .optional()
    .meta(words("size of the browser's window in CSS px; 1280x720 by default", 'CSS px')),
  headers: z
    .record(z.string().max(200), z.string().max(8000))
    .optional()
    .meta(words('further request headers; not Host, Cookie, Authorization, Proxy-*')),
  cache_mode: z
    .enum(['enabled', 'bypass', 'refresh'])
    .default('enabled')
    .meta(
      words(
        'pages are kept for 5 minutes: `enabled` uses them, `refresh` reads anew and keeps, `bypass` neither',
        'kept 5 min',
      ),
    ),
  check_robots_txt: z
    .union([z.boolean(), z.literal('auto')])
    .default('auto')
    .meta(
      words(
        'obey robots.txt; `auto`: where a call visits pages nobody named (`max_pages` > 1)',
        'default: when max_pages > 1',
      ),
    ),
};

export type PageConfig = z.infer<z.ZodObject<typeof pageFields>>;
