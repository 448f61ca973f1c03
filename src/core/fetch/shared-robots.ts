/** What sites say in robots.txt, on a shared Redis: a site is asked once, however many processes visit it. */
import { KEY_PREFIX, type RedisLink } from '../shared/redis-link.js';
import type { RobotsAnswer, RobotsShare } from './robots.js';

export class SharedRobots implements RobotsShare {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async get(origin: string): Promise<RobotsAnswer | undefined> {
    const text = await this.#link.run((redis) => redis.get(keyOf(origin)));
    // The text was written by `set`.
    return text === null ? undefined : JSON.parse(text);
  }

  async set(origin: string, answer: RobotsAnswer): Promise<void> {
    const ms = Math.max(1, answer.until - Date.now());
    await this.#link.run((redis) => redis.set(keyOf(origin), JSON.stringify(answer), 'PX', ms));
  }
}

function keyOf(origin: string): string {
  return `${KEY_PREFIX}robots:${origin}`;
}
