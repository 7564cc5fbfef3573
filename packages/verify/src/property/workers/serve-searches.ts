import { serveTasks } from '../../workers/serve-tasks';
import { searchWorker } from './search-worker';

/**
 * Works for `searchProcesses`, in the process that it began, on the backend that tensorflow.js has here, until who began it ends.
 *
 * @throws in a process that nobody began.
 */
export const serveSearches = (): Promise<never> =>
  serveTasks(searchWorker(), { method: 'serveSearches', by: 'searchProcesses' });
