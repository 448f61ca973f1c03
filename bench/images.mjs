/** exclude_all_images on pages full of images, in-process. Floor: the same pages with every image told. */
import { cpuMs, interleaved } from './measure.mjs';
import { ownPage } from './pages.mjs';

const PAGES = 5;

export async function withoutImages({ extractPage, config }, rounds) {
  const html = ownPage(1, 500);
  const pass = (excludeAll) => () => {
    globalThis.gc?.();
    const request = {
      html,
      url: 'https://own.example/',
      rendered: false,
      want: { links: false, media: true, tables: false, metadata: false, content: false },
      content: config,
      links: config,
      media: { ...config, exclude_all_images: excludeAll },
      verbose: false,
    };
    return cpuMs(async () => {
      for (let i = 0; i < PAGES; i++) await extractPage(request);
    }).then((ms) => ms / PAGES);
  };
  return await interleaved(
    { 'every image told': pass(false), 'webloupe, exclude_all_images': pass(true) },
    { rounds, warmUp: 1 },
  );
}
