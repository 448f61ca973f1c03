/**
 * The social networks that `exclude_social_media_links` leaves out: a domain stands for itself and all below it.
 * An operator replaces the list with --social-media-domains FILE. One network a line, with its short-link domains.
 */
import { readFileSync } from 'node:fs';
import { LoupeError } from '../errors.js';
import { domainName } from './domains.js';

export const SOCIAL_MEDIA_DOMAINS: readonly string[] = [
  ...['facebook.com', 'fb.com', 'fb.me', 'fb.watch', 'messenger.com', 'm.me'],
  ...['instagram.com', 'instagr.am', 'ig.me'],
  ...['threads.net', 'threads.com'],
  ...['whatsapp.com', 'wa.me'],
  ...['twitter.com', 'x.com', 't.co'],
  ...['linkedin.com', 'lnkd.in'],
  ...['youtube.com', 'youtu.be'],
  ...['tiktok.com'],
  ...['pinterest.com', 'pin.it'],
  ...['reddit.com', 'redd.it'],
  ...['snapchat.com'],
  ...['telegram.org', 'telegram.me', 't.me'],
  ...['discord.com', 'discord.gg'],
  ...['tumblr.com'],
  ...['bsky.app'],
  ...['mastodon.social', 'mastodon.online', 'joinmastodon.org'],
  ...['twitch.tv'],
  ...['vimeo.com'],
  ...['quora.com'],
  ...['flickr.com', 'flic.kr'],
  ...['vk.com', 'vk.ru', 'ok.ru'],
  ...['weibo.com', 'weibo.cn', 'weixin.qq.com', 'wechat.com', 'douyin.com', 'xiaohongshu.com'],
  ...['line.me', 'viber.com', 'kakao.com'],
  ...['xing.com'],
  ...['meetup.com', 'nextdoor.com'],
  ...['clubhouse.com', 'bereal.com'],
  ...['truthsocial.com', 'gab.com', 'parler.com', 'gettr.com'],
];

/** One domain a line, and behind # what is said of it. @throws LoupeError `invalid_input`, for a line that is none, too */
export function readSocialMediaDomains(path: string | undefined): string[] | undefined {
  if (path === undefined) return undefined;
  const lines = linesOf(path).map((line) => line.replace(/(?:^|\s)#.*/, '').trim());
  return lines.flatMap((line, i) => {
    const domain = domainName(line);
    if (line !== '' && domain === '')
      throw new LoupeError('invalid_input', `--social-media-domains: line ${i + 1} of ${path} is no domain`, {
        next: 'Write it as example.com.',
      });
    return domain === '' ? [] : [domain];
  });
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    throw new LoupeError('invalid_input', `--social-media-domains: cannot read ${path}`, {
      next: 'Name a readable file.',
    });
  }
}
