import { disposeNetwork, weightsHash } from '@ibp/layers';
import { boundName, buildBound } from '@ibp/recipes';
import { isCertification, performCertification } from './certification/invocation';
import { checkPaths } from './check-paths';
import type { Configuration } from './configuration';
import { evaluateModel, evaluateNetwork } from './evaluation';
import { type Invocation, readCommand } from './flags';
import { type Front, frontOf } from './front/front';
import { nextStep } from './front/next-step';
import { runPart, writePage } from './html';
import { type Loaded, loaded } from './loaded';
import { modelFile } from './model-file';
import { output } from './output';
import { printRecipe } from './print-recipe';
import type { Recipe } from './recipe';
import { type RunReport, resultsTable } from './report';
import { userPath, whileLocked } from './run-folder';
import type { Settings } from './settings';
import { toEnd } from './to-end';
import { trainRecipe } from './trained';
import { describeRun } from './training-run';
import { versions } from './versions';
import { writeJson } from './write-json';

/** Runs the command line of one configuration; what goes wrong ends the process with one clear message. */
export const main = (
  configuration: Configuration,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> => runFront(frontOf(configuration), argv);

/** Runs a command line. */
export const runFront = (front: Front, argv: readonly string[]): Promise<void> =>
  toEnd(async () => {
    const { configuration, invocation } = readCommand(front, argv);
    await perform(configuration, invocation);
    const next = nextStep(front.call, invocation);
    // for a person, not for what reads a pipe or a log
    if (next && process.stdout.isTTY && process.stderr.isTTY) console.error(`\nnext: ${next}`);
  }, hintFor);

/** What to do where a folder holds what was begun with other settings. */
function hintFor(message: string): string {
  if (message.startsWith('checkpoint')) return '\nuse another folder (--out), or begin anew (--restart)';
  if (message.startsWith('journal'))
    return '\nkeep to what the journal was begun with, or begin it anew (--restart)';
  return '';
}

async function perform(configuration: Configuration, invocation: Invocation): Promise<void> {
  if (invocation.command === 'print-recipe') return printRecipe(invocation.chosen);
  if (invocation.command === 'other') return invocation.perform();
  checkPaths(invocation.settings);
  if (isCertification(invocation)) await performCertification(configuration, invocation);
  else if (invocation.command === 'evaluate' && modelFile(invocation.settings) !== undefined) {
    await evaluateModel(configuration, invocation.settings, invocation.epsilon);
  } else await run(configuration, invocation);
}

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
