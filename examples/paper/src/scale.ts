import type { Recipe } from '@ibp/cli';
import type { FullExperiment } from './full';
import type { PgdSize } from './measure';

/** What a command line may say of the size of an experiment. */
export type Size = {
  /** Share of the full length; 1 is the paper's. */
  readonly scale: number;
  /** These hold whatever the scale. */
  readonly model?: Recipe['model'];
  readonly steps?: number;
  readonly testExamples?: number;
  readonly pgdSteps?: number;
  readonly pgdRestarts?: number;
};

export type Scaled = {
  readonly recipe: FullExperiment['recipe'];
  readonly testExamples: number;
  readonly pgd: PgdSize;
  /** Everything in which this is not the paper's experiment, in words. */
  readonly differences: readonly string[];
};

const paperPgd: PgdSize = { steps: 200, restarts: 10 };

/** The images that were found. */
export type Found = {
  readonly source: string;
  readonly description: string;
  readonly train: { readonly count: number };
  readonly test: { readonly count: number };
};

/**
 * A smaller version of an experiment. Schedules keep their shape; what gets smaller is the number of steps, large
 * batches, the test set, the attack, and, unless a model is asked for, the model.
 *
 * @param images once they are known: which they are, and how many, is a difference too.
 */
export function scaled(experiment: FullExperiment, size: Size, images?: Found): Scaled {
  const { example, recipe, testExamples, assumed } = experiment;
  const { scale } = size;
  const share = (value: number, least: number) =>
    scale >= 1 ? value : Math.min(value, Math.max(least, Math.round(value * scale)));
  const smaller: FullExperiment['recipe'] = {
    ...recipe,
    // a WideResNet is what table 2 is about
    model: size.model ?? (scale < 1 && recipe.model === 'large' ? 'small' : recipe.model),
    steps: size.steps ?? Math.max(10, Math.round(recipe.steps * scale)),
    batchSize: share(recipe.batchSize, 100),
  };
  const wanted = size.testExamples ?? share(testExamples, 100);
  const tested = Math.min(wanted, images?.test.count ?? wanted);
  const pgd = {
    steps: size.pgdSteps ?? share(paperPgd.steps, 20),
    restarts: size.pgdRestarts ?? share(paperPgd.restarts, 1),
  };
  const changes: [what: string, paper: string | number, ours: string | number][] = [
    ...(images ? [imagesOf(example, images)] : []),
    ['model', recipe.model, smaller.model],
    ['training steps', recipe.steps, smaller.steps],
    ['batch size', recipe.batchSize, smaller.batchSize],
    ['test examples', testExamples, tested],
    ['PGD steps', paperPgd.steps, pgd.steps],
    ['PGD restarts', paperPgd.restarts, pgd.restarts],
  ];
  const differences = changes
    .filter(([, paper, ours]) => paper !== ours)
    .map(([what, paper, ours]) => `${example.name}: ${what}: ${ours} instead of ${paper}`);
  return {
    recipe: smaller,
    testExamples: tested,
    pgd,
    differences: [
      ...differences,
      ...(assumed ? [`${example.name}: assumed, since the main text does not say: ${assumed}`] : []),
    ],
  };
}

function imagesOf({ sources }: FullExperiment['example'], { source, description, train, test }: Found) {
  const paper = sources.full!.description;
  const ours = `${description} (${train.count} to train on, ${test.count} to test)`;
  return ['images', paper, source === 'full' ? paper : ours] as [string, string, string];
}
