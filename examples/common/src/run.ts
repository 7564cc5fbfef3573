import { selectBackend } from '@ibp/backend';
import { batches } from '@ibp/data';
import {
  disposeNetwork,
  ibp,
  loadWeights,
  type Network,
  saveWeights,
  summary,
  weightsHash,
} from '@ibp/layers';
import '@ibp/layers/node';
import { type Evaluation, evaluate } from '@ibp/train';
import { engineLabel, selectEngine } from './engine';
import type { Example } from './example';
import { type Invocation, parseFlags } from './flags';
import { type Images, loadImages } from './images';
import { buildNetwork } from './network';
import { startProgress } from './progress';
import { checkRecipe, type Recipe } from './recipe';
import { type Report, resultsTable } from './report';
import { runFolder, userPath, writeJson } from './run-folder';
import { trainNetwork } from './training';

/** Runs an example from its command line; what goes wrong ends the process with one clear message. */
export async function main(example: Example, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    await run(example, parseFlags(example, argv));
  } catch (error) {
    const { message } = error as Error;
    const hint = message.startsWith('checkpoint')
      ? '\nuse another folder (--out), or begin anew (--restart)'
      : '';
    console.error(`\n${message}${hint}`);
    process.exitCode = 1;
  }
}

/** Trains or loads a network, evaluates it, and reports. */
export async function run(example: Example, invocation: Invocation): Promise<Report> {
  const { command, settings } = invocation;
  const folder = runFolder(settings.out);
  const recipe = command === 'train' ? invocation.recipe : await folder.loadRecipe();
  checkRecipe(recipe);
  const log = (line: string) => console.error(line);
  const backend = await selectBackend({ log, ...(settings.backend ? { prefer: settings.backend } : {}) });
  const images = await loadImages(example, settings);
  const { source, description, train, test } = images;
  log(`data: ${description} (${train.count} to train on, ${test.count} to test)`);
  const network = buildNetwork(example, recipe, train);
  const { parameters, hiddenUnits } = summary(network);
  log(`network: ${recipe.model}, ${parameters} parameters, ${hiddenUnits} hidden units`);

  let training: Report['training'];
  if (command === 'train') {
    const engine = await selectEngine(settings.engine ?? 'auto', backend.name);
    log(`engine: ${engineLabel(engine)}`);
    training = await trainNetwork(network, { example, recipe, settings, images, folder, engine });
    await saveWeights(network, `file://${folder.weights}`);
    // only now: the folder may hold the weights of another recipe until here
    await folder.saveRecipe(recipe);
  } else {
    await loadWeights(network, `file://${folder.weights}/model.json`);
  }

  const epsilon = command === 'evaluate' ? (invocation.epsilon ?? recipe.epsilon) : recipe.epsilon;
  const start = performance.now();
  const evaluation = await evaluateNetwork(network, recipe, epsilon, images);
  const report: Report = {
    example: example.name,
    recipe,
    settings,
    data: { source, description, train: train.count, test: test.count },
    backend: backend.name,
    network: { parameters, hiddenUnits },
    ...(training ? { training } : {}),
    evaluation,
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
  epsilon: number,
  { test }: Images,
): Promise<Evaluation> {
  const progress = startProgress('evaluating', test.count);
  try {
    return await evaluate(network, batches(test, 100), {
      epsilon,
      bound: ibp({ elide: recipe.elision }),
      range: test.range,
      onProgress: ({ examples, verifiedError }) =>
        progress.update(examples, `verified error ${(100 * verifiedError).toFixed(2)} %`),
    });
  } finally {
    progress.stop();
  }
}
