import { type BatchThread, batchThread } from '@ibp/data/node';
import type { Network } from '@ibp/layers';
import { buildLoss, isModelName } from '@ibp/recipes';
import { type Metrics, preciseBatchNorm, train } from '@ibp/train';
import { beginFrom } from './begin-from';
import { deferredStore } from './deferred-store';
import { engineLabel } from './engine';
import { runIdentity } from './identity';
import { appendMetrics, keepMetrics, readMetrics } from './metrics-log';
import { metricsRow } from './metrics-row';
import { note } from './notes';
import { describeMetrics, type Progress, startProgress } from './progress';
import { schedulesOf } from './recipe';
import type { Training } from './report';
import { addSession, type Origin, type Session } from './run-record';
import { assertSameRun } from './same-run';
import { stopping } from './stopping';
import { keepTopology } from './topology';
import { augmentOf, describeRun, type TrainingRun } from './training-run';
import { versions } from './versions';

/** The batches of whose images a network of the zoo takes its statistics; a step sees one of them. */
const rebasedOn = 50;

/**
 * Trains a network, from the folder's checkpoint on if it has one. Ctrl-C ends it after the current step.
 *
 * @throws when it was stopped, with what goes on from there.
 */
export async function trainNetwork(network: Network, run: TrainingRun): Promise<Training> {
  const { recipe, settings, images, folder, engine, scale } = run;
  const { batchSize, seed, clipNorm, optimizer, averaging } = recipe;
  const { isToStop = async () => false, onCheckpoint } = run.watch ?? {};
  const before = run.watch && !settings.restart ? await readMetrics(folder.metrics) : [];
  // it was killed when it had come to its end
  const steps = (await isToStop(before)) ? before.at(-1)!.step : recipe.steps;
  const batches = batchThread(images.train, { batchSize, seed, augment: augmentOf(run) });
  const stop = stopping(settings.minutes);
  const start = performance.now();
  let origin: Origin | undefined;
  const load = async (): Promise<Uint8Array | undefined> => {
    const saved = settings.restart ? undefined : await folder.checkpoint.load();
    if (saved) assertSameRun(run);
    if (!saved && recipe.from !== undefined) {
      const first = () => firstOf(batches, Math.min(rebasedOn, recipe.steps));
      origin = await beginFrom(
        network,
        recipe.from,
        { ...images, example: run.configuration.name },
        { seed, batches: first },
      );
    }
    return saved;
  };
  const store = deferredStore({ ...folder.checkpoint, load });
  const updates = train(network, {
    ...schedulesOf(recipe),
    steps,
    batch: batches.batch,
    range: images.train.range,
    loss: buildLoss(recipe),
    ...(optimizer ? { optimizer } : {}),
    ...(averaging ? { averaging: { ...averaging, from: Math.round(averaging.from * recipe.steps) } } : {}),
    ...(clipNorm === null ? {} : { clipNorm }),
    ...(engine ? { engine } : {}),
    ...(scale ? { scale } : {}),
    seed,
    checkpoint: {
      store,
      every: settings.checkpointEvery,
      run: {
        ...runIdentity(recipe),
        ...{ data: images.source, engine: engineLabel(engine) },
        ...(scale ? { epsilonScale: JSON.stringify(scale) } : {}),
        ...(images.validation ? { validation: images.validation.examples } : {}),
      },
    },
    signal: stop.signal,
  });
  let progress: Progress | undefined;
  let resumedAt = steps;
  let lastStep = steps;
  let since: Metrics[] = [];
  let last = start;
  let lastCpu = process.cpuUsage();
  try {
    for await (const metrics of updates) {
      if (!progress) {
        resumedAt = metrics.step - 1;
        await begin(network, run, { resumedAt, ...(origin ? { origin } : {}) });
        progress = startProgress('training', recipe.steps, metrics.step);
      }
      since.push(metrics);
      progress.update(metrics.step, describeMetrics(metrics));
      if (!store.isPending()) continue;
      // a checkpoint was taken, so the network has the weights of this step; its figures come before it
      const seconds = (performance.now() - last) / 1000;
      const { user, system } = process.cpuUsage(lastCpu);
      const cpuSeconds = (user + system) / 1e6;
      await appendMetrics(folder.metrics, {
        ...(await metricsRow(network, run, since, seconds)),
        cpuSeconds,
      });
      await store.flush();
      await onCheckpoint?.();
      if (await isToStop(run.watch ? await readMetrics(folder.metrics) : [])) {
        lastStep = metrics.step;
        break;
      }
      since = [];
      last = performance.now();
      lastCpu = process.cpuUsage();
    }
    const { preciseBatchNorm: count = 0 } = recipe;
    if (count > 0 && !stop.signal.aborted) await preciseBatchNorm(network, firstOf(batches, count));
  } finally {
    await batches.close();
    progress?.stop();
    stop.release();
  }
  if (!progress) note(`all ${steps} steps were done before: ${folder.checkpoint.name}`);
  if (stop.signal.aborted) {
    const same = `the same command${settings.restart ? ' without --restart' : ''}`;
    throw new Error(`stopped; ${same} goes on from ${folder.path}`);
  }
  const rows = await readMetrics(folder.metrics);
  const every = Math.ceil(rows.length / 100);
  return {
    engine: engineLabel(engine),
    resumedAt,
    ...(lastStep < recipe.steps ? { stoppedAt: lastStep } : {}),
    seconds: (performance.now() - start) / 1000,
    totalSeconds: rows.reduce((sum, row) => sum + row.seconds, 0),
    history: rows.filter((_, i) => (rows.length - 1 - i) % every === 0),
  };
}

/** The batches of the first steps: those of a resumed run are the same. */
async function* firstOf({ batch }: BatchThread, count: number) {
  for (let step = 0; step < count; step++) yield await batch(step);
}

/** Puts the folder's record and figures where the run goes on from. Only now: it may hold another run until here. */
async function begin(
  network: Network,
  run: TrainingRun,
  { resumedAt, origin }: Pick<Session, 'resumedAt' | 'origin'>,
): Promise<void> {
  const { folder, engine, backend } = run;
  if (resumedAt > 0) note(`resumed after step ${resumedAt} from ${folder.checkpoint.name}`);
  else await folder.beginAnew();
  // a run stands by itself: the file may be moved
  if (!isModelName(run.recipe.model)) await keepTopology(run.recipe.model, folder.topology);
  await keepMetrics(folder.metrics, resumedAt);
  const startedAt = new Date().toISOString();
  const session = {
    resumedAt,
    startedAt,
    engine: engineLabel(engine),
    backend,
    versions: versions(),
    ...(origin ? { origin } : {}),
  };
  await addSession(folder.record, describeRun(network, run), session);
}
