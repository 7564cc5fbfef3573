import { disposeNetwork, weightsHash } from '@ibp/layers';
import { boundName, buildBound } from '@ibp/recipes';
import type { Configuration } from './configuration';
import { evaluateNetwork } from './evaluation';
import type { Invocation } from './flags';
import { runPart, writePage } from './html';
import { type Loaded, loaded } from './loaded';
import { output } from './output';
import type { Recipe } from './recipe';
import { type RunReport, resultsTable } from './report';
import { userPath, whileLocked } from './run-folder';
import type { Settings } from './settings';
import { trainRecipe } from './trained';
import { describeRun } from './training-run';
import { versions } from './versions';
import { writeJson } from './write-json';

type Run = Extract<Invocation, { command: 'train' | 'evaluate' }>;

/**
 * Trains or loads a network, evaluates it, and reports.
 *
 * @throws when it is to train in a folder where another run is at work.
 */
export const run = (configuration: Configuration, invocation: Run): Promise<RunReport> =>
  invocation.command === 'train'
    ? whileLocked(invocation.settings.out, () => runAlone(configuration, invocation))
    : runAlone(configuration, invocation);

async function runAlone(configuration: Configuration, invocation: Run): Promise<RunReport> {
  const { command, settings } = invocation;
  const { recipe, network, images, backend, engine, folder, training, scale } =
    command === 'train'
      ? { ...(await trainRecipe(configuration, invocation.recipe, settings)), recipe: invocation.recipe }
      : { ...(await loadedRun(configuration, settings)), training: undefined };

  const epsilon = command === 'evaluate' ? (invocation.epsilon ?? recipe.epsilon) : recipe.epsilon;
  const start = performance.now();
  const evaluation = await evaluateNetwork(network, buildBound(recipe), { epsilon, images, engine, scale });
  const report: RunReport = {
    ...describeRun(network, { configuration, recipe, images }),
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
  const { say, figures } = output(settings);
  say(resultsTable(report)); // first: a file may fail
  say(`weights: ${folder.weights}`);
  if (command === 'train') await writeJson(folder.report, report);
  await figures(report);
  await writePage(settings, async () => ({ ...(await runPart(settings)), run: report }));
  if (settings.json !== undefined) say(`figures: ${userPath(settings.json)}`);
  return report;
}

/** Of a `model.json` there is no recipe to report. */
async function loadedRun(
  configuration: Configuration,
  settings: Settings,
): Promise<Loaded & { recipe: Recipe }> {
  const { recipe, ...rest } = await loaded(configuration, settings);
  return { ...rest, recipe: recipe! };
}
