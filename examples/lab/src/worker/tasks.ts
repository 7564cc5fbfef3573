import { attack, radius } from './attack';
import { bounds, look } from './bounds';
import { layers } from './layers';
import { certifyOwn, plainFile, takeNetwork } from './own-model';
import { settle } from './settle';
import { startBackend } from './start-backend';
import { advanceTraining, startTraining } from './training';

/** What the worker of bounds does for the page. */
export const tasks = {
  ...{ attack, bounds, certifyOwn, look, plainFile, radius, settle, takeNetwork },
  ...{ advanceTraining, layers, startTraining },
  backend: startBackend,
};
export type LabTasks = typeof tasks;
