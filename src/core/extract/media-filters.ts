/** Which images the caller wants to hear of. */
import { baseDomain } from '../registrable-domain.js';
import { domainsOf, isUnder } from './domains.js';
import type { PageContext } from './page-context.js';

/** Domains a warning names. */
const NAMED_MAX = 3;

/** The option that leaves an image out, if one does. */
export type ImageFilter = (url: URL) => 'exclude_domains' | 'exclude_external_images' | undefined;

/** Undefined when no image is wanted, so that none costs any work. Options without effect are warned of. */
export function imageFilter(ctx: PageContext): ImageFilter | undefined {
  const { media } = ctx.request;
  const kept = domainsOf(ctx, 'keep_image_domains');
  const excluded = domainsOf(ctx, 'exclude_domains');
  if (media.exclude_all_images) {
    if (media.image_score_threshold !== undefined) warnWithout(ctx, 'image_score_threshold');
    if (media.exclude_external_images) warnWithout(ctx, 'exclude_external_images');
    if (kept.size > 0) warnWithout(ctx, 'keep_image_domains');
    if (excluded.size > 0 && !ctx.request.want.links) warnWithout(ctx, 'exclude_domains');
    return undefined;
  }
  if (kept.size > 0 && !media.exclude_external_images) {
    ctx.warn('keep_image_domains had no effect: external images are kept unless exclude_external_images is set');
  }
  const vain = [...kept].filter((domain) => isUnder(domain, excluded));
  if (vain.length > 0) {
    const names = `${vain.slice(0, NAMED_MAX).join(', ')}${vain.length > NAMED_MAX ? ' …' : ''}`;
    ctx.warn(
      `keep_image_domains: ${names} had no effect, since exclude_domains names ${vain.length > 1 ? 'them' : 'it'}`,
    );
  }
  if (!media.exclude_external_images && excluded.size === 0) return () => undefined;
  return memoByHost((host) => {
    if (isUnder(host, excluded)) return 'exclude_domains';
    const stays = !media.exclude_external_images || baseDomain(host) === ctx.hostDomain || isUnder(host, kept);
    return stays ? undefined : 'exclude_external_images';
  });
}

function warnWithout(ctx: PageContext, option: string): void {
  ctx.warn(`exclude_all_images: ${option} had no effect`);
}

/** A page names few hosts many times. */
function memoByHost(decide: (host: string) => ReturnType<ImageFilter>): ImageFilter {
  const verdicts = new Map<string, ReturnType<ImageFilter>>();
  return ({ hostname }) => {
    if (verdicts.has(hostname)) return verdicts.get(hostname);
    const verdict = decide(hostname);
    verdicts.set(hostname, verdict);
    return verdict;
  };
}
