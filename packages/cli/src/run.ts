import { batches } from '@ibp/data';
import { disposeNetwork, type Network, weightsHash } from '@ibp/layers';
import { boundName, buildBound } from '@ibp/recipes';
import { type Engine, evaluate } from '@ibp/train';
import { isCertification, performCertification } from './certification/invocation';
import { checkPaths } from './check-paths';
import type { Example } from './example';
import { type Invocation, parseFlags } from './flags';
import type { Images } from './images';
import { loaded } from './loaded';
import { printRecipe } from './print-recipe';
import { startProgress } from './progress';
import type { Recipe } from './recipe';
import { type Report, resultsTable } from './report';
import { userPath, whileLocked } from './run-folder';
import { toEnd } from './to-end';
import { trainRecipe } from './trained';
import { describeRun } from './training-run';
import { versions } from './versions';
import { writeJson } from './write-json';

/** Runs an example from its command line; what goes wrong ends the process with one clear message. */
export const main = (example: Example, argv: readonly string[] = process.argv.slice(2)): Promise<void> =>
  toEnd(() => perform(example, parseFlags(example, argv)), hintFor);

/** What to do where a folder holds what was begun with other settings. */
function hintFor(message: string): string {
  if (message.startsWith('checkpoint')) return '\nuse another folder (--out), or begin anew (--restart)';
  if (message.startsWith('journal'))
    return '\nkeep to what the journal was begun with, or begin it anew (--restart)';
  return '';
}

async function perform(example: Example, invocation: Invocation): Promise<void> {
  if (invocation.command === 'print-recipe') return printRecipe(invocation.chosen);
  checkPaths(invocation.settings);
  if (isCertification(invocation)) await performCertification(example, invocation);
  else await run(example, invocation);
}

type Run = Extract<Invocation, { command: 'train' | 'evaluate' }>;

/**
 * Trains or loads a network, evaluates it, and reports.
 *
 * @throws when it is to train in a folder where another run is at work.
 */
export const run = (example: Example, invocation: Run): Promise<Report> =>
  invocation.command === 'train'
    ? whileLocked(invocation.settings.out, () => runAlone(example, invocation))
    : runAlone(example, invocation);

async function runAlone(example: Example, invocation: Run): Promise<Report> {
  const { command, settings } = invocation;
  const { recipe, network, images, backend, engine, folder, training } =
    command === 'train'
      ? { ...(await trainRecipe(example, invocation.recipe, settings)), recipe: invocation.recipe }
      : { ...(await loaded(example, settings)), training: undefined };

  const epsilon = command === 'evaluate' ? (invocation.epsilon ?? recipe.epsilon) : recipe.epsilon;
  const start = performance.now();
  const evaluation = await evaluateNetwork(network, recipe, { epsilon, images, engine });
  const report: Report = {
    ...describeRun(network, { example, recipe, images }),
    settings,
    backend,
    versions: versions(),
    ...(training ? { training } : {}),
    evaluation,
    bound: boundName(recipe),
    evaluationSeconds: (performance.now() - start) / 1000,
    weights: folder.weights,
    weightsHash: await weightsHash(network),
  };
  disposeNetwork(network);
  console.log(resultsTable(report)); // first: a file may fail
  console.log(`weights: ${folder.weights}`);
  if (command === 'train') await writeJson(folder.report, report);
  if (settings.json) {
    await writeJson(userPath(settings.json), report);
    console.log(`figures: ${userPath(settings.json)}`);
  }
  return report;
}

async function evaluateNetwork(
  network: Network,
  recipe: Recipe,
  { epsilon, images, engine }: { epsilon: number; images: Images; engine: Engine | undefined },
): Promise<Report['evaluation']> {
  const { test } = images;
  const progress = startProgress('evaluating', test.count);
  try {
    const evaluation = await evaluate(network, batches(test, 100), {
      epsilon,
      bound: buildBound(recipe),
      range: test.range,
      ...(engine ? { engine } : {}),
      onProgress: ({ examples, verifiedError }) =>
        progress.update(examples, `verified error ${(100 * verifiedError).toFixed(2)} %`),
    });
    return { ...evaluation, epsilon };
  } finally {
    progress.stop();
  }
}
