/** `webloupe worker`: reads pages for servers on other machines that share its Redis. */
import { Engine } from './core/engine.js';
import { LoupeError } from './core/errors.js';
import type { ServerOptions } from './core/options.js';

/** Works until `stopped`; pages that are being read then are given to another worker. @throws LoupeError `invalid_input` */
export async function work(options: ServerOptions, stopped: Promise<void>): Promise<void> {
  if (options.redisUrl === undefined) {
    throw new LoupeError('invalid_input', '--redis-url: required for a worker', {
      next: 'Name the Redis that the servers use: webloupe worker --redis-url redis://HOST:6379',
    });
  }
  const engine = new Engine(options);
  await engine.takeWork();
  process.stderr.write('webloupe: worker ready\n');
  await stopped;
  await engine[Symbol.asyncDispose]();
}
