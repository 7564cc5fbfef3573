import { join } from 'node:path';
import {
  checkPaths,
  choice,
  engineNames,
  path,
  positive,
  positiveNumber,
  type Recipe,
  type Settings,
  userPath,
  whole,
} from '@ibp/cli';
import { models } from '@ibp/models';
import type { Command } from 'commander';
import type { Context } from './context';

/** What every experiment takes. */
export type Flags = {
  scale: number;
  model?: Recipe['model'];
  steps?: number;
  testExamples?: number;
  pgdSteps?: number;
  pgdRestarts?: number;
  exactExamples: number;
  exactSeconds: number;
  mnist: string;
  dataDir?: string;
  out: string;
  seed: number;
  backend?: string;
  engine: NonNullable<Settings['engine']>;
  checkpointEvery: number;
};

export function contextOf(flags: Flags): Context {
  const { scale, model, steps, testExamples, pgdSteps, pgdRestarts, exactExamples, exactSeconds } = flags;
  const { mnist, dataDir, out, seed, backend, engine, checkpointEvery } = flags;
  const given = <T extends object>(values: T) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
      [K in keyof T]?: Exclude<T[K], undefined>;
    };
  checkPaths({ out, ...(dataDir === undefined ? {} : { dataDir }) });
  return {
    size: { scale, ...given({ model, steps, testExamples, pgdSteps, pgdRestarts }) },
    exact: { examples: exactExamples, seconds: exactSeconds },
    out: join(userPath(out), `scale-${scale}`),
    mnist,
    seed,
    settings: { engine, checkpointEvery, ...given({ dataDir, backend }) },
  };
}

export function addFlags(command: Command): Command {
  return command
    .option('--scale <share>', 'of the full length: steps, batches, test set, attack', positiveNumber, 1)
    .addOption(
      choice('--model <name>', 'the network (default: large, small where scaled down)', Object.keys(models)),
    )
    .option('--steps <n>', 'training steps, whatever the scale', positive)
    .option('--test-examples <n>', 'first test examples, whatever the scale', positive)
    .option('--pgd-steps <n>', 'steps of the attack, whatever the scale', positive)
    .option('--pgd-restarts <n>', 'its restarts, whatever the scale', positive)
    .option('--exact-examples <n>', 'first test examples to certify beyond interval bounds', whole, 0)
    .option('--exact-seconds <n>', 'for each of them', positiveNumber, 600)
    .addOption(
      choice('--mnist <images>', 'which images of MNIST', ['auto', 'full', 'embedded']).default('auto'),
    )
    .option(
      '--data-dir <dir>',
      'where datasets are, or go (default: IBP_DATA_DIR, or a cache directory)',
      path,
    )
    .option('--out <dir>', 'folder of all experiments', path, 'runs/paper')
    .option('--seed <n>', 'of weights, shuffling, augmentation and attacks', whole, 0)
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(choice('--engine <name>', 'what computes the steps', engineNames).default('auto'))
    .option('--checkpoint-every <steps>', 'steps between checkpoints', positive, 500);
}
