/** What a client hears of a call's progress. It has to grow with each notification (MCP, "Progress"). */

/** Clients that wait longer while there is progress give up after 60 s without, some after 10. */
export const PROGRESS_EVERY_MS = 5_000;
/** What is told before the next thing can be counted. */
const STEP = 0.01;

type Tell = (progress: number, total: number | undefined, message: string) => void;

export interface Progress {
  readonly progress: Tell;
  /** Nothing new is known, but work goes on. */
  goesOn(message: string): void;
}

export function growing(send: Tell): Progress {
  let told = -1;
  let last: number | undefined;
  const tell: Tell = (progress, total, message) => {
    if (progress <= told) return;
    told = progress;
    last = total;
    send(progress, total, message);
  };
  return {
    progress: (done, total, message) => tell(done === 0 && told >= 0 && told < 1 ? told + STEP : done, total, message),
    goesOn: (message) => tell(told + STEP, last, message),
  };
}
