import type { Metrics } from '@ibp/train';
import { SingleBar } from 'cli-progress';
import { isQuiet } from './notes';

/** Shows long work: a bar with the time left in a terminal; elsewhere, as in a log, a line each minute. */
export type Progress = {
  readonly update: (done: number, note: string) => void;
  readonly stop: () => void;
};

/**
 * A bar on a terminal, a line now and then elsewhere, on stderr both; nothing where `--quiet` was asked for.
 *
 * @param done what was done before the clock starts, which is now.
 */
export function startProgress(label: string, total: number, done = 0): Progress {
  if (isQuiet()) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? bar(label, total, done) : lines(label, total, done);
}

function bar(label: string, total: number, done: number): Progress {
  const single = new SingleBar({
    format: `${label} [{bar}] {value}/{total} | {eta_formatted} left | {note}`,
    etaBuffer: 50,
    hideCursor: true,
  });
  single.start(total, done, { note: '' });
  const release = beforeSignals(() => single.stop());
  return {
    update: (value, note) => single.update(value, { note }),
    stop: () => {
      release();
      single.stop();
    },
  };
}

/**
 * Has something done before a signal takes effect: a bar hides the cursor, and a terminal would be left without it.
 * A signal that nobody else heeds then ends the process, as it would have.
 *
 * @returns what undoes it.
 */
function beforeSignals(act: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const release = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    release();
    act();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  // first, while who else is to heed it is still there to be counted
  for (const signal of signals) process.prependListener(signal, onSignal);
  return release;
}

function lines(label: string, total: number, done: number): Progress {
  const start = performance.now();
  let last = start;
  return {
    update: (value, note) => {
      const now = performance.now();
      if (now - last < 60_000) return;
      last = now;
      const left = ((now - start) / 1000 / (value - done)) * (total - value);
      const known = value > done ? ` | ${Math.round(left)} s left` : '';
      console.error(`${label} ${value}/${total}${known} | ${note}`);
    },
    stop: () => undefined,
  };
}

/** One step's figures in a few words. */
export function describeMetrics({ loss, parts, epsilon, kappa }: Metrics): string {
  const losses = Object.entries(parts).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `loss ${loss.toFixed(3)} (${losses.join(', ')}), epsilon ${epsilon.toFixed(4)}, kappa ${kappa.toFixed(2)}`;
}
