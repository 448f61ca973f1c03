/** From spawn to the answer of tools/list, and the resident memory then. Floor: a tiny server on the SDK that most use. */
import { spawnSync } from 'node:child_process';
import { interleaved } from './measure.mjs';
import { connect, residentMb, SERVERS } from './servers.mjs';

export async function startup(rounds) {
  const memory = Object.fromEntries(Object.keys(SERVERS).map((name) => [name, []]));
  const contestant = (name) => async () => {
    const started = performance.now();
    const server = await connect(SERVERS[name]);
    await server.request('tools/list', {});
    const ms = performance.now() - started;
    memory[name].push(residentMb(server.pid));
    await server.close();
    return ms;
  };
  const times = await interleaved(
    {
      'node -e 0': () => void spawnSync(process.execPath, ['-e', '0']),
      ...Object.fromEntries(Object.keys(SERVERS).map((name) => [name, contestant(name)])),
    },
    { rounds, warmUp: 1 },
  );
  return { times, memory };
}
