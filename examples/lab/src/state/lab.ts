import { type Calls, connect, startWorker } from '../worker/connect';
import type { LabTasks } from '../worker/tasks';
import address from '../worker/worker?worker&url';

let calls: Calls<LabTasks> | undefined;

/** The worker of bounds, started when it is first needed. */
export function lab(): Calls<LabTasks> {
  calls ??= connect<LabTasks>(startWorker(address));
  return calls;
}
