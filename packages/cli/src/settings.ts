import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Configuration } from './configuration';
import { type EngineName, engineNames } from './engine';
import type { Front } from './front/front';
import { positive, threads } from './numbers';
import { choice, path } from './options';
import type { Reading } from './own-data/reading';
import { type Part, parts } from './parts';

/** What the flags say, the recipe's fields apart. Paths are as given. */
export type Settings = {
  readonly data: string;
  readonly dataDir?: string;
  /** Where results go. */
  readonly out: string;
  /** The folder of a run, a `model.json`, an ONNX file or one of the zoo: what a command is about; `out` unless given. */
  readonly network?: string;
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
  /** Training stops after so many minutes, at a checkpoint; at its end when left out. */
  readonly minutes?: number;
  /** Of a trained run: the validation images, where it held some out, when left out. */
  readonly on?: Part;
  /** All of them when left out. */
  readonly testExamples?: number;
  readonly backend?: string;
  /** `auto` when left out. */
  readonly engine?: EngineName;
  /** For `onnxEngine`: execution providers and their options, forms, and so on. */
  readonly engineOptions?: object;
  /** Of what computes: onnxruntime, or wasm. */
  readonly threads?: number;
  /** Where the figures go as JSON; `-` for the standard output, in place of tables. */
  readonly json?: string;
  /** Where what was found goes as one page. */
  readonly html?: string;
  /** A file of numbers, one for each feature: how far it is moved at epsilon 1; 1 for all unless given. */
  readonly epsilonScale?: string;
};

/** Two ends, `0,1`. */
const ends = (text: string): readonly [number, number] => {
  const numbers = text.split(',').map(Number);
  if (numbers.length === 2 && numbers[0]! < numbers[1]!) return numbers as [number, number];
  throw new InvalidArgumentError('Expected the least and the greatest value, such as 0,1.');
};

const channels = (text: string): 1 | 3 => {
  const value = positive(text);
  if (value === 1 || value === 3) return value;
  throw new InvalidArgumentError('Expected 3 for colour or 1 for grey.');
};

function jsonObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // told below
  }
  throw new InvalidArgumentError('Expected an object in JSON, such as {"forms":"measured"}.');
}

/** Which data, how files of one's own are read, and what computes. */
export const addData = (command: Command, front: Front): Command =>
  command
    .addOption(front.data())
    .option(
      '--data-dir <dir>',
      'where the dataset is, or goes (default: IBP_DATA_DIR, or a cache directory)',
      path,
    )
    .option(
      '--label-column <name>',
      'the classes in a .csv (default: label, class, target or y, else the last)',
    )
    .option('--labels <file>', 'the classes of a .npy of inputs, a .npy too', path)
    .option('--channels <n>', 'of images in a folder: 3 for colour, 1 for grey', channels)
    .option('--range <least,greatest>', 'valid inputs (default: 0,1 of images, unbounded in tables)', ends)
    .option('--epsilon-scale <file>', 'numbers, one for each feature: the radius is epsilon times them', path)
    .option('--test-examples <n>', 'evaluate on the first n examples', positive)
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(
      choice(
        '--engine <name>',
        'what computes: onnxruntime (onnx; webgpu: on a GPU; fastest of both) or tfjs (eager)',
        engineNames,
      )
        .default('auto')
        .env('IBP_ENGINE'),
    )
    .addOption(
      new Option('--engine-options <json>', 'for onnxEngine of @ibp/onnx')
        .argParser(jsonObject)
        .env('IBP_ENGINE_OPTIONS'),
    )
    .option('--threads <n>', 'threads of what computes (default: as many as onnxruntime takes)', threads)
    .option('--json [file]', 'figures as JSON: to this file, or in place of the tables', path);

/** The flag of the commands whose findings make a page. */
export const addPage = (command: Command): Command =>
  command.option('--html <file>', 'write what was found as one page that needs nothing else', path);

/** The flags that every command takes. */
export const addSettings = (command: Command, front: Front): Command =>
  addData(command, front).option(
    '--out <dir>',
    `folder of the run: checkpoint, weights, report (default: ${front.out})`,
    path,
  );

/** Those, what a command is about, and which images the weights of a run meet. */
export const addRunSettings = (command: Command, front: Front): Command =>
  addSettings(command, front)
    .argument(
      '[network]',
      'the folder of a run, a model.json of tfjs, an ONNX file or zoo:NAME (default: --out)',
    )
    .addOption(
      choice('--on <images>', 'test, or validation: the default of a run that held some out', parts),
    );

/** What commander reads. */
export type Flags = Omit<Settings, 'out' | 'json'> &
  Reading & { readonly out?: string; readonly json?: string | true };

const fields: readonly (keyof Settings)[] = [
  ...([
    'dataDir',
    'restart',
    'checkpointEvery',
    'trackExamples',
    'evaluateEvery',
    'pgdSteps',
    'minutes',
  ] as const),
  ...([
    'validation',
    'on',
    'testExamples',
    'backend',
    'engine',
    'engineOptions',
    'threads',
    'epsilonScale',
    'html',
  ] as const),
];

/** What a command is about. */
export type About = { readonly network?: string | undefined; readonly training?: boolean };

/**
 * The settings among the flags of a command, and the configuration that they are of.
 *
 * @throws where `--data` names nothing that there is, or it is said how other files than those are read.
 */
export function settingsOf(
  front: Front,
  flags: Flags,
  { network, training = false }: About = {},
): { readonly configuration: Configuration; readonly settings: Settings } {
  const { data: given, out: wanted, json, labelColumn, labels, range } = flags;
  const reading = { labelColumn, labels, channels: flags.channels, range };
  const { configuration, data, out } = front.resolve({
    ...{ data: given, network, out: wanted, training },
    reading: defined(reading) as Reading,
  });
  const rest = Object.fromEntries(fields.map((field) => [field, flags[field as keyof Flags]]));
  const settings = { ...rest, data, out, network, json: json === true ? '-' : json };
  return { configuration, settings: defined(settings) as Settings };
}

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
