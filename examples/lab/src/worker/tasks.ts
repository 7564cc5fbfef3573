import { attack, radius } from './attack';
import { bounds, logits } from './bounds';
import { certifyOwn, plainFile, takeNetwork } from './own-model';
import { settle } from './settle';
import { startBackend } from './start-backend';

/** What the worker of bounds does for the page. */
export const tasks = {
  ...{ attack, bounds, certifyOwn, logits, plainFile, radius, settle, takeNetwork },
  backend: startBackend,
};
export type LabTasks = typeof tasks;
