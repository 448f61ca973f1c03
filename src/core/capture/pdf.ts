/** PDF of a page. */
import type { Page } from 'playwright';
import { LoupeError } from '../errors.js';
import type { PdfOptions } from '../fetch/browser-messages.js';
import { inPage } from '../fetch/in-page.js';
import type { PageClock } from '../fetch/page-clock.js';
import { scrollPage } from '../fetch/prepare.js';
import { unfoldForPrint } from './capture-scripts.js';

export async function makePdf(page: Page, options: PdfOptions, clock: PageClock): Promise<Buffer> {
  const { inBox = 0 } = (await scrollPage(page, 'top', clock)) ?? {};
  if (inBox > 0) await inPage(page, unfoldForPrint, undefined);
  const { paper = 'A4', landscape, margin, background = true, scale } = options;
  try {
    return await page.pdf({
      format: paper,
      ...(landscape === undefined ? {} : { landscape }),
      ...(margin === undefined ? {} : { margin: { top: margin, right: margin, bottom: margin, left: margin } }),
      ...(scale === undefined ? {} : { scale }),
      printBackground: background,
    });
  } catch (cause) {
    // Playwright checks names of paper and lengths; the rest is Chromium's ("invalid print parameters").
    if (/paper format|parameter|invalid|scale/i.test(String(cause)))
      throw new LoupeError('invalid_input', 'the PDF options do not make a page: check paper, margin and scale', {
        cause,
      });
    throw cause;
  }
}

/** From the root of the page tree, or undefined where it is compressed. */
export function pageCount(pdf: Buffer): number | undefined {
  const counts = [
    ...pdf
      .toString('latin1')
      .matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g),
  ];
  const numbers = counts.map((match) => Number(match[1] ?? match[2]));
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
