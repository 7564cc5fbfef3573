import type { Command } from 'commander';
import { type EngineName, engineNames } from './engine';
import type { Example } from './example';
import { positive, threads } from './numbers';
import { choice, path } from './options';
import { type Part, parts } from './validation';

/** What the flags say, the recipe's fields apart. Paths are as given. */
export type Settings = {
  readonly data: string;
  readonly dataDir?: string;
  readonly out: string;
  readonly restart: boolean;
  readonly checkpointEvery: number;
  /** Test examples that are evaluated while training; 100 unless given, 0 for none. */
  readonly trackExamples?: number;
  /** Steps between these evaluations; an epoch unless given. */
  readonly evaluateEvery?: number;
  /** Of the attack on them; 20 unless given, 0 for none. */
  readonly pgdSteps?: number;
  /** Training images that are held out, and evaluated on in place of the test images; none when left out. */
  readonly validation?: number;
  /** Of a trained run: the validation images, where it held some out, when left out. */
  readonly on?: Part;
  /** All of them when left out. */
  readonly testExamples?: number;
  readonly backend?: string;
  /** `auto` when left out. */
  readonly engine?: EngineName;
  /** Of onnxruntime. */
  readonly engineThreads?: number;
  readonly json?: string;
};

/** The flags that every command takes. */
export function addSettings(command: Command, { name, sources }: Example): Command {
  return command
    .addOption(
      choice('--data <source>', 'which images; auto: what is there, of a trained run its own', [
        'auto',
        ...Object.keys(sources),
      ]).default('auto'),
    )
    .option(
      '--data-dir <dir>',
      'where the dataset is, or goes (default: IBP_DATA_DIR, or a cache directory)',
      path,
    )
    .option('--out <dir>', 'folder of the run: checkpoint, weights, report', path, `runs/${name}`)
    .option('--test-examples <n>', 'evaluate on the first n examples', positive)
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(
      choice('--engine <name>', 'what computes: onnxruntime (onnx) or tfjs (eager)', engineNames)
        .default('auto')
        .env('IBP_ENGINE'),
    )
    .option(
      '--engine-threads <n>',
      'threads of onnxruntime (default: as many as it takes by itself)',
      threads,
    )
    .option('--json <file>', 'write every figure to this file', path);
}

/** Those, and which images the weights of a run meet. */
export const addRunSettings = (command: Command, example: Example): Command =>
  addSettings(command, example).addOption(
    choice('--on <images>', 'test, or validation: the default of a run that held some out', parts),
  );

/** The settings among the flags of a command. */
export function settingsOf(flags: Settings): Settings {
  const { data, dataDir, out, restart, checkpointEvery, testExamples, backend, engine, engineThreads, json } =
    flags;
  const { trackExamples, evaluateEvery, pgdSteps, validation, on } = flags;
  const tracking = { trackExamples, evaluateEvery, pgdSteps };
  const all = {
    data,
    dataDir,
    out,
    restart,
    checkpointEvery,
    ...tracking,
    validation,
    on,
    testExamples,
    backend,
    engine,
    engineThreads,
    json,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Settings;
}
