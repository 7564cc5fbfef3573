import { highsWeb } from '@ibp/exact/highs-web';
import { startWorker } from './connect';
import address from './solver-worker?worker&url';

/** HiGHS in a worker of its own, which ends with what is aborted. */
export const solverOf = () => highsWeb({ start: () => startWorker(address, 'solver', import.meta.url) });
