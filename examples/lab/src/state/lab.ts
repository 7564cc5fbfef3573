import { signal } from '@preact/signals';
import { type Calls, connect, startWorker } from '../worker/connect';
import { nameOf, type RoleName } from '../worker/role';
import type { Started } from '../worker/start-backend';
import type { LabTasks } from '../worker/tasks';
import address from '../worker/worker?worker&url';

/** What the workers that have started compute on. */
export const processors = signal<{ readonly [K in RoleName]?: Started }>({});

const started = new Map<string, Calls<LabTasks>>();

/** Whether the address asks for the GPU: in its query, since another answer is another start of every worker. */
export const asksForGpu = (): boolean =>
  typeof location !== 'undefined' && new URLSearchParams(location.search).get('on') === 'webgpu';

function worker(role: RoleName): Calls<LabTasks> {
  const known = started.get(role);
  if (known) return known;
  const calls = connect<LabTasks>(startWorker(address, nameOf(role, asksForGpu())));
  started.set(role, calls);
  calls.backend(undefined).then(
    (found) => {
      processors.value = { ...processors.peek(), [role]: found };
    },
    // whoever asked for more than that hears of it
    () => {},
  );
  return calls;
}

/** The worker of bounds that a slider asks for, started when it is first needed: nothing that takes long keeps it busy. */
export const lab = (): Calls<LabTasks> => worker('quick');

/** For the backward passes that follow a slider: intervals never wait for them. */
export const lines = (): Calls<LabTasks> => worker('lines');

/** For "Settle it", which may take a minute: attacks and radii go on beside it. */
export const searcher = (): Calls<LabTasks> => worker('search');

/** The same tasks in another worker: attacks, radii, training, models of one's own. */
export const background = (): Calls<LabTasks> => worker('background');
