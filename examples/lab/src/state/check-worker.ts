import type { CheckTasks } from '../worker/check-tasks';
import address from '../worker/check-worker?worker&url';
import { connect, startWorker } from '../worker/connect';

/** A worker for one check, which ends with it: a check of many leaves cannot be interrupted otherwise. */
export function startCheck() {
  const worker = startWorker(address);
  return { calls: connect<CheckTasks>(worker), end: () => worker.terminate() };
}
