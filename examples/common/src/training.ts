import { trainingBatch } from '@ibp/data';
import type { Network } from '@ibp/layers';
import { type Engine, type Metrics, train } from '@ibp/train';
import { engineLabel } from './engine';
import type { Example } from './example';
import type { Settings } from './flags';
import type { Images } from './images';
import { buildLoss } from './network';
import { describeMetrics, type Progress, startProgress } from './progress';
import { learningRateText, type Recipe, schedulesOf } from './recipe';
import type { Training } from './report';
import type { RunFolder } from './run-folder';

type Run = {
  readonly example: Example;
  readonly recipe: Recipe;
  readonly settings: Settings;
  readonly images: Images;
  readonly folder: RunFolder;
  /** Nothing: tfjs, op by op. */
  readonly engine: Engine | undefined;
};

/**
 * Trains a network, from the folder's checkpoint on if it has one. Ctrl-C ends it after the current step.
 *
 * @throws when it was stopped, with what goes on from there.
 */
export async function trainNetwork(network: Network, run: Run): Promise<Training> {
  const { recipe, settings, images, folder, engine } = run;
  const { steps, batchSize, seed, clipNorm } = recipe;
  const { augment } = run.example;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const start = performance.now();
  const history: Metrics[] = [];
  let progress: Progress | undefined;
  let resumedAt = steps;
  const updates = train(network, {
    ...schedulesOf(recipe),
    steps,
    batch: (step) => trainingBatch(images.train, step, { batchSize, seed, ...(augment ? { augment } : {}) }),
    loss: buildLoss(recipe, images.train),
    ...(clipNorm === null ? {} : { clipNorm }),
    ...(engine ? { engine } : {}),
    seed,
    checkpoint: {
      store: settings.restart ? { ...folder.checkpoint, load: async () => undefined } : folder.checkpoint,
      every: settings.checkpointEvery,
      run: { ...identity(recipe), data: images.source, engine: engineLabel(engine) },
    },
    signal: stop.signal,
  });
  try {
    for await (const metrics of updates) {
      if (!progress) {
        resumedAt = metrics.step - 1;
        if (resumedAt > 0) console.error(`resumed after step ${resumedAt} from ${folder.checkpoint.name}`);
        progress = startProgress('training', steps, resumedAt);
      }
      if (metrics.step % Math.ceil(steps / 100) === 0 || metrics.step === steps) history.push(metrics);
      progress.update(metrics.step, describeMetrics(metrics));
    }
  } finally {
    progress?.stop();
    process.off('SIGINT', onInterrupt);
  }
  if (!progress) console.error(`all ${steps} steps were done before: ${folder.checkpoint.name}`);
  if (stop.signal.aborted) throw new Error(`stopped; the same command goes on from ${folder.path}`);
  return { engine: engineLabel(engine), resumedAt, seconds: (performance.now() - start) / 1000, history };
}

/** What a resumed run must share with the one that wrote the checkpoint; the radius to certify may change. */
function identity(recipe: Recipe) {
  const { decays, learningRate, learningRateSchedule, epsilon, ...rest } = recipe;
  return { ...rest, learningRate: learningRateSchedule ?? learningRateText(recipe) };
}
