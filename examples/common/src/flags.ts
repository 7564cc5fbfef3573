import { models } from '@ibp/models';
import { parseSchedule } from '@ibp/train';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addCertification, type Certification } from './certification/invocation';
import { type Chosen, chooseRecipe, recipeNames } from './choose-recipe';
import { type EngineName, engineNames } from './engine';
import type { Example } from './example';
import { number, positive, whole } from './numbers';
import type { Recipe } from './recipe';

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
  /** All of them when left out. */
  readonly testExamples?: number;
  readonly backend?: string;
  /** `auto` when left out. */
  readonly engine?: EngineName;
  readonly json?: string;
};

/** `train` has the whole recipe, `print-recipe` only shows it; `evaluate` takes that of the run and may change the radius. */
export type Invocation =
  | { readonly command: 'print-recipe'; readonly chosen: Chosen }
  | { readonly command: 'train'; readonly recipe: Recipe; readonly settings: Settings }
  | { readonly command: 'evaluate'; readonly epsilon?: number; readonly settings: Settings }
  | Certification;

const learningRate = (text: string): string => {
  try {
    parseSchedule(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return text;
};

const choice = (flags: string, description: string, values: readonly string[]) =>
  new Option(flags, description).choices(values);

const epsilonOption = () =>
  new Option('--epsilon <radius>', 'radius to certify, in [0, 1] units: 0.1, 8/255').argParser(number);

const specs = (text: string): 'all' | 'mostViolated' | number =>
  text === 'all' || text === 'mostViolated' ? text : positive(text);

const recipeOption = (names: readonly string[]) =>
  new Option(
    '--recipe <name>',
    `the hyper-parameters, which the flags below change: ${names.join(', ')}, or a .json file`,
  )
    .argParser((name: string) => {
      if (names.includes(name) || name.endsWith('.json')) return name;
      throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}, or a .json file.`);
    })
    .default(names[0]);

function addRecipeFlags(command: Command, example: Example): Command {
  return command
    .addOption(recipeOption(recipeNames(example)))
    .option('--scale <share>', "share of the recipe's steps to do, such as 0.1", number)
    .option('--print-recipe', 'print the recipe that the flags give, and do nothing else', false)
    .addOption(choice('--model <name>', 'the network', Object.keys(models)))
    .addOption(epsilonOption())
    .option(
      '--epsilon-train <radius>',
      'radius to train for (default: as much larger as in the recipe)',
      number,
    )
    .option('--steps <n>', 'training steps; the schedules keep their shape', whole)
    .option('--batch-size <n>', 'examples in a step', positive)
    .option('--warm-up <share>', 'share of the steps at epsilon 0', number)
    .option('--ramp <share>', 'share of the steps in which epsilon rises', number)
    .addOption(choice('--schedule <shape>', 'how epsilon rises', ['linear', 'smooth']))
    .option('--kappa-start <weight>', 'weight of the clean loss where the ramp begins', number)
    .option('--kappa-end <weight>', 'final weight of the clean loss', number)
    .option('--learning-rate <schedule>', 'such as 1e-3,1e-4@15000', learningRate)
    .addOption(choice('--initializer <name>', 'initial weights', ['orthogonal', 'ibp']))
    .option('--batch-norm', 'batch norm before every activation')
    .addOption(choice('--spec-loss <name>', 'loss on the bounds', ['crossEntropy', 'hinge', 'softplus']))
    .option('--specs <which>', 'specifications that count: all, mostViolated, or so many at random', specs)
    .option('--no-elision', 'bound the last layer too instead of folding it into the specification')
    .option('--clip-norm <norm>', 'greatest norm of the gradient', number)
    .option('--seed <n>', 'of initial weights, shuffling and augmentation', whole)
    .option('--restart', 'begin anew although the folder holds a checkpoint', false)
    .option(
      '--checkpoint-every <steps>',
      'steps between checkpoints, and between rows of figures',
      positive,
      100,
    )
    .option('--track-examples <n>', 'test examples to evaluate while training (0: none)', whole, 100)
    .option(
      '--evaluate-every <steps>',
      'steps between evaluations while training (default: an epoch)',
      positive,
    )
    .option('--pgd-steps <n>', 'steps of the attack in these evaluations (0: none)', whole, 20);
}

function addSettings(command: Command, { name, sources }: Example): Command {
  return command
    .addOption(choice('--data <source>', 'which images', ['auto', ...Object.keys(sources)]).default('auto'))
    .option('--data-dir <dir>', 'where the dataset is, or goes (default: IBP_DATA_DIR, or a cache directory)')
    .option('--out <dir>', 'folder of the run: checkpoint, weights, report', `runs/${name}`)
    .option('--test-examples <n>', 'evaluate on the first n test examples', positive)
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(
      choice('--engine <name>', 'what computes: onnxruntime (onnx) or tfjs (eager)', engineNames)
        .default('auto')
        .env('IBP_ENGINE'),
    )
    .option('--json <file>', 'write every figure to this file');
}

type Flags = Settings &
  Partial<Omit<Recipe, 'learningRate'>> & {
    recipe: string;
    scale?: number;
    printRecipe: boolean;
    learningRate?: string;
  };

/** Reads a command line. Commander ends the process where it asks for help or cannot be read, and says why. */
export function parseFlags(example: Example, argv: readonly string[]): Invocation {
  let invocation: Invocation | undefined;
  const program = new Command(example.name)
    .description('Certified training. A run that was stopped goes on from its last checkpoint.')
    // without it the flags of "evaluate" would be taken for the program's own
    .enablePositionalOptions();
  addSettings(addRecipeFlags(program, example), example).action((flags: Flags) => {
    const chosen = chooseRecipe(example, flags.recipe, flags.epsilon, flags.scale);
    const recipe = changeRecipe(chosen.recipe, flags);
    invocation = flags.printRecipe
      ? { command: 'print-recipe', chosen: { ...chosen, recipe } }
      : { command: 'train', recipe, settings: settingsOf(flags) };
  });
  const evaluate = program.command('evaluate').description('evaluate the weights in the folder of a run');
  addSettings(evaluate.addOption(epsilonOption()), example).action((flags: Flags) => {
    const { epsilon } = flags;
    invocation = {
      command: 'evaluate',
      settings: settingsOf(flags),
      ...(epsilon === undefined ? {} : { epsilon }),
    };
  });
  const shared = {
    addSettings: (command: Command) => addSettings(command, example),
    settingsOf,
    epsilonOption,
  };
  addCertification<Flags>(program, shared, (certification) => {
    invocation = certification;
  });
  program.parse([...argv], { from: 'user' });
  return invocation!;
}

function settingsOf(flags: Flags): Settings {
  const { data, dataDir, out, restart, checkpointEvery, testExamples, backend, engine, json } = flags;
  const { trackExamples, evaluateEvery, pgdSteps } = flags;
  const tracking = { trackExamples, evaluateEvery, pgdSteps };
  const all = {
    data,
    dataDir,
    out,
    restart,
    checkpointEvery,
    ...tracking,
    testExamples,
    backend,
    engine,
    json,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Settings;
}

/** The recipe with the fields that flags gave. */
function changeRecipe(recipe: Recipe, flags: Flags): Recipe {
  const fields = [...Object.keys(recipe), 'kappaStart', 'specs'];
  const given = fields.filter((key) => key !== 'learningRate' && flags[key as keyof Flags] !== undefined);
  const changed = Object.fromEntries(given.map((key) => [key, flags[key as keyof Flags]]));
  // --epsilon alone keeps the recipe's ratio of trained to certified radius
  const ratio = recipe.epsilonTrain / recipe.epsilon;
  const epsilonTrain = flags.epsilonTrain ?? (flags.epsilon ?? recipe.epsilon) * ratio;
  const schedule = flags.learningRate === undefined ? {} : { learningRateSchedule: flags.learningRate };
  return { ...recipe, ...changed, epsilonTrain, ...schedule };
}
