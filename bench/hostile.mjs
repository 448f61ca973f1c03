/** What a hostile page costs another call: ordinary calls, one after the other, beside one call on a megabyte of trouble. */
import { median } from './measure.mjs';
import { connect, WEBLOUPE } from './servers.mjs';
import { HOSTILE_SHAPES } from './shapes.mjs';

/** Ms an ordinary call takes alone, and by shape the hostile call's time and the longest of those beside it. */
export async function besideHostile(site, rounds) {
  const server = await connect([...WEBLOUPE, '--allow-host', '127.0.0.1']);
  let run = 0;
  const ordinary = async () => {
    const input = { url: `${site}/news/${++run}`, engine: 'http', cache_mode: 'bypass' };
    return (await server.call('extract_links', input)).ms;
  };
  const alone = [];
  for (let i = 0; i < 60; i++) alone.push(await ordinary());
  const shapes = {};
  for (const shape of Object.keys(HOSTILE_SHAPES)) {
    const times = [];
    const worst = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      let ended = false;
      const input = { url: `${site}/hostile/${shape}/${round}`, engine: 'http', cache_mode: 'bypass' };
      // An error is an answer too: the page may be called too complex.
      const hostile = server.request('tools/call', { name: 'extract_links', arguments: input }).then(() => {
        ended = true;
        times.push(performance.now() - started);
      });
      const beside = [];
      while (!ended) beside.push(await ordinary());
      await hostile;
      worst.push(Math.max(...beside));
    }
    shapes[shape] = { ms: median(times), worst: Math.max(...worst) };
  }
  await server.close();
  return { alone: median(alone.slice(20)), shapes };
}
