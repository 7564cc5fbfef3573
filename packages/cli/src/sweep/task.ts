import { isModelName } from '@ibp/recipes';
import type { Configuration } from '../configuration';
import { configurationNamed, dataNames } from '../configurations/catalog';
import { type EngineName, engineNames } from '../engine';
import { checkRecipe, type Recipe } from '../recipe';
import type { Settings } from '../settings';

/** Counts of `Settings` that say what a run comes to, and that travel to workers. */
const counts = [
  ...([
    'validation',
    'checkpointEvery',
    'testExamples',
    'trackExamples',
    'evaluateEvery',
    'pgdSteps',
  ] as const),
];

/** What the runs of a sweep have in common, as it travels to who trains them. */
export type SweepTask = {
  /** Of a known data set: files of one's own do not travel. */
  readonly dataset: string;
  readonly data: string;
  readonly recipe: Recipe;
  readonly engine: EngineName;
  readonly settings: Pick<Settings, 'checkpointEvery'> &
    Required<Pick<Settings, 'validation'>> &
    Partial<Settings>;
};

const refuse = (message: string): never => {
  throw new Error(`sweep: ${message}`);
};

/**
 * The task of a sweep.
 *
 * @throws where something of it is a file of this machine.
 */
export function sweepTask({ name }: Configuration, recipe: Recipe, settings: Settings): SweepTask {
  const { data, engine = 'auto', epsilonScale } = settings;
  if (epsilonScale !== undefined)
    refuse('expected no --epsilon-scale with --queue, got a file of this machine');
  const known = configurationNamed(name);
  if (!known || !Object.hasOwn(known.sources, data)) {
    refuse(`expected --data with one of ${dataNames.join(', ')}, which workers have too, got ${data}`);
  }
  return {
    ...{ dataset: name, data, recipe: travelling(recipe), engine },
    settings: Object.fromEntries(
      counts.flatMap((field) => (settings[field] === undefined ? [] : [[field, settings[field]]])),
    ) as object as SweepTask['settings'],
  };
}

/** @throws where a recipe names a file, which would be one of another machine, and anyone's choice. */
export function travelling(recipe: Recipe): Recipe {
  if (recipe.from !== undefined)
    refuse('expected a recipe without "from" with --queue, got one with a folder');
  if (!isModelName(recipe.model)) refuse('expected a model by its name with --queue, got a file');
  return recipe;
}

/**
 * Reads a task that has travelled: data of others.
 *
 * @throws saying what is not as it should be.
 */
export function readTask(task: { readonly [field: string]: unknown }): SweepTask & {
  readonly configuration: Configuration;
} {
  const { dataset, data, recipe, engine, settings, ...others } = task;
  const [other] = Object.keys(others);
  if (other !== undefined) refuse(`task: expected no field ${JSON.stringify(other)}, got one`);
  const configuration =
    configurationNamed(String(dataset)) ??
    refuse(`task: expected a known data set, got ${JSON.stringify(dataset)}`);
  if (typeof data !== 'string' || !Object.hasOwn(configuration.sources, data)) {
    refuse(`task: expected a source of ${configuration.name}, got ${JSON.stringify(data)}`);
  }
  if (!engineNames.includes(engine as EngineName))
    refuse('task: expected the name of an engine, got another');
  checkRecipe(recipe as Recipe);
  travelling(recipe as Recipe);
  const given = Object.entries(typeof settings === 'object' && settings !== null ? settings : {});
  for (const [field, value] of given) {
    const fits = (counts as readonly string[]).includes(field) && Number.isSafeInteger(value) && value >= 0;
    if (!fits)
      refuse(`task: expected counts as settings, got ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
  }
  const read = Object.fromEntries(given) as SweepTask['settings'];
  if (!(read.validation > 0)) refuse('task: expected images that are held out, got none');
  return {
    ...{ configuration, dataset: configuration.name, data: data as string },
    ...{ recipe: recipe as Recipe, engine: engine as EngineName, settings: read },
  };
}
