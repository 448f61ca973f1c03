/** What Prometheus reads at /metrics. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineStatus } from '../core/engine.js';

/** From a kept page to a crawl at its time budget. */
const DURATION_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60];

/** What is read at the moment of asking. */
interface Gauges {
  engine(): EngineStatus;
  running(): number;
  waiting(): number;
  sessions(): number;
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'tool' | 'outcome'>;
  readonly #durations: Histogram<'tool'>;
  readonly #requests: Counter<'status'>;

  constructor({ engine, running, waiting, sessions }: Gauges) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#calls = new Counter({
      name: 'webloupe_calls_total',
      help: 'Tool calls answered, by tool and by outcome: ok or the error code',
      labelNames: ['tool', 'outcome'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'webloupe_call_duration_seconds',
      help: 'Time from the start of a tool call to its answer, waiting included',
      labelNames: ['tool'],
      buckets: DURATION_BUCKETS_S,
      registers,
    });
    this.#requests = new Counter({
      name: 'webloupe_http_requests_total',
      help: 'HTTP requests answered, by status',
      labelNames: ['status'],
      registers,
    });
    const gauge = (name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void) =>
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect() {
          read(this);
        },
      });
    gauge('webloupe_calls_running', 'Tool calls that run now', [], (now) => now.set(running()));
    gauge('webloupe_calls_waiting', 'Tool calls that wait for their turn', [], (now) => now.set(waiting()));
    gauge('webloupe_sessions', 'Sessions kept', [], (now) => now.set(sessions()));
    gauge('webloupe_pages', 'Pages that are open or wait', ['state'], (now) => {
      now.set({ state: 'open' }, engine().pagesOpen);
      now.set({ state: 'waiting' }, engine().pagesWaiting);
    });
    gauge('webloupe_kept_bytes', 'Bytes of results and of cached pages', ['store'], (now) => {
      now.set({ store: 'results' }, engine().resultsBytes);
      now.set({ store: 'page_cache' }, engine().cacheBytes);
    });
    // The engine counts for itself: these are set anew to what it says.
    const counter = (name: string, help: string, labelNames: string[], read: (counter: Counter) => void) =>
      new Counter({
        name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset();
          read(this);
        },
      });
    counter('webloupe_page_cache_lookups_total', 'Lookups in the page cache', ['result'], (all) => {
      all.inc({ result: 'hit' }, engine().cacheHits);
      all.inc({ result: 'miss' }, engine().cacheMisses);
    });
    counter('webloupe_page_bytes_total', 'Bytes of the pages loaded', [], (all) => all.inc(engine().pageBytes));
    counter('webloupe_browser_starts_total', 'Browsers started: all but the first are restarts', [], (all) =>
      all.inc(engine().browserStarts),
    );
  }

  called(tool: string, outcome: string, durationMs: number): void {
    this.#calls.inc({ tool, outcome });
    this.#durations.observe({ tool }, durationMs / 1000);
  }

  answered(status: number): void {
    this.#requests.inc({ status });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return await this.#registry.metrics();
  }
}
