import { mnistConfiguration } from '../configurations/mnist';
import type { FoundOther } from './other';

/** A command that is about no data. */
export const alone = (found: FoundOther, name: string, perform: () => Promise<void>): void =>
  found({ configuration: mnistConfiguration, invocation: { command: 'other', name, perform } });
