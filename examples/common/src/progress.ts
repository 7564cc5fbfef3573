import type { Metrics } from '@ibp/train';
import { SingleBar } from 'cli-progress';

/** Shows long work: a bar with the time left in a terminal, a line now and then elsewhere. */
export type Progress = {
  readonly update: (done: number, note: string) => void;
  readonly stop: () => void;
};

export function startProgress(label: string, total: number, done = 0): Progress {
  return process.stderr.isTTY ? bar(label, total, done) : lines(label, total, done);
}

function bar(label: string, total: number, done: number): Progress {
  const single = new SingleBar({
    format: `${label} [{bar}] {value}/{total} | {eta_formatted} left | {note}`,
    etaBuffer: 50,
    hideCursor: true,
  });
  single.start(total, done, { note: '' });
  return { update: (value, note) => single.update(value, { note }), stop: () => single.stop() };
}

function lines(label: string, total: number, done: number): Progress {
  const start = performance.now();
  let next = done;
  return {
    update: (value, note) => {
      if (value < next && value < total) return;
      next = value + total / 20;
      const seconds = (performance.now() - start) / 1000;
      const left = value > done ? Math.round((seconds / (value - done)) * (total - value)) : 0;
      console.error(`${label} ${value}/${total} | ${left} s left | ${note}`);
    },
    stop: () => undefined,
  };
}

/** One step's figures in a few words. */
export function describeMetrics({ loss, parts, epsilon, kappa }: Metrics): string {
  const losses = Object.entries(parts).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `loss ${loss.toFixed(3)} (${losses.join(', ')}), epsilon ${epsilon.toFixed(4)}, kappa ${kappa.toFixed(2)}`;
}
