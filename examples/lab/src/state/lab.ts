import { type Calls, connect, startWorker } from '../worker/connect';
import type { LabTasks } from '../worker/tasks';
import address from '../worker/worker?worker&url';

const started = new Map<string, Calls<LabTasks>>();

function worker(name: string): Calls<LabTasks> {
  const found = started.get(name) ?? connect<LabTasks>(startWorker(address, name));
  started.set(name, found);
  return found;
}

/** The worker of bounds that a slider asks for, started when it is first needed: nothing that takes long keeps it busy. */
export const lab = (): Calls<LabTasks> => worker('quick');

/** For the backward passes that follow a slider: intervals never wait for them. */
export const lines = (): Calls<LabTasks> => worker('lines');

/** The same tasks in another worker: searches, attacks, training, models of one's own. */
export const background = (): Calls<LabTasks> => worker('background');
