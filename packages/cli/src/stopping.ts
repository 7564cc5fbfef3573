import { afterTime } from './long-timer';
import { note } from './notes';

/** What a step, and the checkpoint after it, may take of those who asked to stop. */
const patience = 120_000;

/** What tells a training to stop. */
export type Stopping = {
  /** Aborted once it is to stop. */
  readonly signal: AbortSignal;
  /** For when there is nothing left to stop. */
  readonly release: () => void;
};

/**
 * Has Ctrl-C stop a training, and the time that is up. Further ones change nothing, for one is often sent twice, by a terminal to
 * all processes and by the one that began this again, and a second one would end it before its checkpoint is written. After
 * two minutes they end it as they end any process: its end may hang.
 *
 * @param minutes no time unless given.
 */
export function stopping(minutes?: number): Stopping {
  const stop = new AbortController();
  const onTime = () => stop.abort();
  const forget = minutes === undefined ? undefined : afterTime(minutes * 60_000, onTime);
  let last: NodeJS.Timeout | undefined;
  const onInterrupt = () => {
    stop.abort();
    if (last) return;
    last = setTimeout(() => process.off('SIGINT', onInterrupt), patience).unref();
    note(
      `stopping after this step, at a checkpoint; after ${patience / 1000} s another signal ends it without one`,
    );
  };
  process.on('SIGINT', onInterrupt);
  const release = () => {
    forget?.();
    clearTimeout(last);
    process.off('SIGINT', onInterrupt);
  };
  return { signal: stop.signal, release };
}
