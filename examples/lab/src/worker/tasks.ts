import { attack, radius } from './attack';
import { bounds, logits } from './bounds';
import { settle } from './settle';
import { startBackend } from './start-backend';

/** What the worker of bounds does for the page. */
export const tasks = { attack, backend: startBackend, bounds, logits, radius, settle };
export type LabTasks = typeof tasks;
