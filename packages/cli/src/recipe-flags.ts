import { models } from '@ibp/models';
import { augmentNames, isModelName } from '@ibp/recipes';
import { type OptimizerName, optimizerNames, parseSchedule } from '@ibp/train';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Front } from './front/front';
import { ballRadius, notNegative, positive, positiveNumber, whole } from './numbers';
import { choice, epsilonOption, path } from './options';
import type { Recipe } from './recipe';
import { userPath } from './run-folder';

const learningRate = (text: string): string => {
  try {
    parseSchedule(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return text;
};

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

const modelOption = new Option(
  '--model <name>',
  `the network: ${Object.keys(models).join(', ')}, or the model.json of a layers model of tfjs, trained from fresh weights`,
).argParser((name: string) => {
  if (Object.hasOwn(models, name)) return name;
  if (name.endsWith('.json')) return userPath(name);
  throw new InvalidArgumentError(`Allowed choices are ${Object.keys(models).join(', ')}, or a model.json.`);
});

/**
 * The flags of training. Elision has one for on and one for off: commander would take a lone `--no-elision` to mean
 * that it is on unless given, whatever the recipe says.
 */
export function addRecipeFlags(command: Command, { recipes }: Front): Command {
  return command
    .addOption(recipeOption(recipes))
    .option('--scale <share>', "share of the recipe's steps to do, such as 0.1", positiveNumber)
    .option('--print-recipe', 'print the recipe that the flags give, and do nothing else', false)
    .addOption(modelOption)
    .option('--width <factor>', "multiplies the network's filters and hidden units", positiveNumber)
    .option('--hidden-units <n>', 'of its fully connected layers but the logits', positive)
    .addOption(epsilonOption())
    .option(
      '--epsilon-train <radius>',
      'radius to train for (default: as much larger as in the recipe)',
      ballRadius,
    )
    .option('--steps <n>', 'training steps; the schedules keep their shape', whole)
    .option('--batch-size <n>', 'examples in a step', positive)
    .option('--warm-up <share>', 'share of the steps at epsilon 0', notNegative)
    .option('--ramp <share>', 'share of the steps in which epsilon rises and kappa falls', notNegative)
    .option('--epsilon-ramp <share>', 'share in which epsilon rises, where it is another', notNegative)
    .addOption(choice('--schedule <shape>', 'how epsilon rises', ['linear', 'smooth']))
    .option('--kappa-start <weight>', 'weight of the clean loss where the ramp begins', notNegative)
    .option('--kappa-end <weight>', 'final weight of the clean loss', notNegative)
    .addOption(
      choice(
        '--optimizer <name>',
        'what moves the weights; with its usual settings, if it is not that of the recipe',
        optimizerNames,
      ),
    )
    .option(
      '--average-from <share>',
      'end with the mean of the weights from that share of the steps on',
      notNegative,
    )
    .option(
      '--precise-batch-norm <batches>',
      'statistics of batch norm at the end, of so many batches',
      positive,
    )
    .option('--learning-rate <schedule>', 'such as 1e-3,1e-4@15000', learningRate)
    .addOption(choice('--initializer <name>', 'initial weights', ['orthogonal', 'ibp']))
    .option(
      '--from <network>',
      'begin with the weights of this run, zoo:NAME, or model.json, of a network of the same shape or a narrower one',
      path,
    )
    .option('--batch-norm', 'batch norm before every activation')
    .addOption(choice('--spec-loss <name>', 'loss on the bounds', ['crossEntropy', 'hinge', 'softplus']))
    .option('--specs <which>', 'specifications that count: all, mostViolated, or so many at random', specs)
    .option('--elision', 'fold the last layer into the specification')
    .option('--no-elision', 'bound the last layer too instead of folding it into the specification')
    .option('--clip-norm <norm>', 'greatest norm of the gradient', positiveNumber)
    .addOption(choice('--augment <how>', 'how training images are changed at random', augmentNames))
    .option('--seed <n>', 'of initial weights, shuffling and augmentation', whole)
    .option(
      '--validation <n>',
      'hold out n training images to evaluate on: the test set is left alone',
      positive,
    )
    .option('--restart', 'begin anew although the folder holds a checkpoint', false)
    .option(
      '--checkpoint-every <steps>',
      'steps between checkpoints, and between rows of figures',
      positive,
      100,
    )
    .option('--minutes <n>', 'stop after so many, at a checkpoint; the same command goes on', positiveNumber)
    .option(
      '--track-examples <n>',
      'test (or validation) examples to evaluate while training (0: none)',
      whole,
      100,
    )
    .option(
      '--evaluate-every <steps>',
      'steps between evaluations while training (default: an epoch)',
      positive,
    )
    .option('--pgd-steps <n>', 'steps of the attack in these evaluations (0: none)', whole, 20);
}

/** What commander reads. */
export type RecipeFlags = Partial<Omit<Recipe, 'learningRate' | 'optimizer'>> & {
  recipe: string;
  scale?: number;
  printRecipe: boolean;
  learningRate?: string;
  optimizer?: OptimizerName;
  averageFrom?: number;
};

/** Fields that a recipe may be without, and that have flags. */
const mayBeLeftOut: readonly (keyof Recipe)[] = [
  'width',
  'hiddenUnits',
  'preciseBatchNorm',
  'epsilonRamp',
  'kappaStart',
  'specs',
  'augment',
  'from',
];

/** The recipe with the fields that flags gave. */
export function changeRecipe(given: Recipe, flags: RecipeFlags): Recipe {
  const recipe = flags.model === undefined || isModelName(flags.model) ? given : withoutSize(given);
  const fields = [...Object.keys(recipe), ...mayBeLeftOut];
  const set = fields.filter(
    (key) => key !== 'learningRate' && key !== 'optimizer' && flags[key as keyof RecipeFlags] !== undefined,
  );
  const changed = Object.fromEntries(set.map((key) => [key, flags[key as keyof RecipeFlags]]));
  // --epsilon alone keeps the recipe's ratio of trained to certified radius
  const ratio = recipe.epsilonTrain / recipe.epsilon;
  const epsilonTrain = flags.epsilonTrain ?? (flags.epsilon ?? recipe.epsilon) * ratio;
  const schedule = flags.learningRate === undefined ? {} : { learningRateSchedule: flags.learningRate };
  const { averageFrom: from } = flags;
  const averaging = from === undefined ? {} : { averaging: { ...recipe.averaging, from } };
  return { ...recipe, ...changed, epsilonTrain, ...schedule, ...averaging, ...optimizerOf(recipe, flags) };
}

/** What a recipe says of a model by name says nothing of one in a file. */
const withoutSize = ({ width, hiddenUnits, ...rest }: Recipe): Recipe => rest;

/** The recipe's own settings are kept where the flag names what it has. */
const optimizerOf = ({ optimizer }: Recipe, { optimizer: name }: RecipeFlags): Pick<Recipe, 'optimizer'> =>
  name === undefined || name === (optimizer?.name ?? 'adam') ? {} : { optimizer: { name } };
