import { rm } from 'node:fs/promises';
import type { Sweep, SweepOptions, TrialClaim } from '@ibp/cluster';
import { slice } from '@ibp/data';
import { disposeNetwork, loadWeights, type Network } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { buildBound } from '@ibp/recipes';
import { withPlace } from '../campaign/connect';
import { software } from '../campaign/load-cluster';
import type { Place } from '../campaign/settings';
import type { Configuration } from '../configuration';
import { evaluateNetwork } from '../evaluation';
import { loadImages } from '../images';
import { buildNetwork } from '../network';
import type { Recipe } from '../recipe';
import { percent } from '../report';
import { runFolder, userPath } from '../run-folder';
import type { Settings } from '../settings';
import { begin } from '../trained';
import { sweepTask } from './task';
import { recipeAt, trialFolder } from './trials';
import { type TrackedEnd, whyNoCurve } from './why-no-curve';

/** A sweep, and what its recipes are made of. */
export type SweepByQueue = {
  readonly configuration: Configuration;
  readonly sweep: Sweep;
  readonly recipe: Recipe;
  readonly settings: Settings;
};

/**
 * Does something with a `runTrial` whose runs are trained by workers of a queue. The files of each come to its folder here, and its errors
 * count once its weights have come to them here, on the images that are held out.
 */
export async function withWorkers<T>(
  { configuration, sweep, recipe, settings }: SweepByQueue,
  place: Place,
  work: (runTrial: SweepOptions['runTrial'], id: string) => Promise<T>,
): Promise<T> {
  const task = sweepTask(configuration, recipe, settings);
  return withPlace(place, async ({ cluster, server, store, queue }) => {
    const { text } = cluster.sharedSweepText({
      ...{ format: 'ibp-sweep', version: 1, name: 'sweep', software: software() },
      ...{ sweep, task },
    });
    const id = await cluster.putFile(store, text);
    const loaded = await cluster.loadSharedSweep(store, id);
    const { points, brackets } = loaded.plan;
    // before hours go into the first
    for (const point of points) await recipeAt(recipe, point, 1);
    // once, and one after the other: they share a backend, and memory
    let judge: Promise<Judge> | undefined;
    let turn: Promise<unknown> = Promise.resolve();
    const inTurn = <T>(next: () => Promise<T>): Promise<T> => {
      const own = turn.then(next);
      turn = own.catch(() => undefined);
      return own;
    };
    const runTrial = await cluster.trialsByQueue(server, queue, store, loaded, {
      onSuspect: ({ worker, number, why }) => console.error(`worker ${worker}: trial ${number}: ${why}`),
      check: ({ trial, bracket, rung }, claim, files) =>
        inTurn(async () => {
          const out = trialFolder(settings.out, { trial, rung });
          await rm(userPath(out), { recursive: true, force: true });
          await cluster.writeFiles(userPath(out), files);
          const own = await recipeAt(recipe, points[trial]!, brackets[bracket]![rung]!.budget);
          judge ??= judgeOf(configuration, settings, sweep);
          return (await judge)(own, out, claim);
        }),
    });
    return work(runTrial, id);
  });
}

/** Examples about whose errors two machines may differ: sums in another order fall on the other side of a tie. */
const mostApart = (count: number): number => Math.max(2, 0.002 * count) / count + 1e-9;

/** What the weights in a folder come to, where that is not what was said of them. */
type Judge = (recipe: Recipe, out: string, claim: TrialClaim) => Promise<string | undefined>;

async function judgeOf(configuration: Configuration, settings: Settings, sweep: Sweep): Promise<Judge> {
  const { engine } = await begin(settings);
  const images = await loadImages(configuration, settings);
  const most = mostApart(images.test.count);
  const tracked = Math.min(settings.trackExamples ?? 100, images.test.count);
  /** What those that are tracked come to, by which runs are stopped. */
  const trackedEnd = async (network: Network, recipe: Recipe): Promise<TrackedEnd | undefined> => {
    // these change weights after the last look at their errors
    if (!sweep.earlyStopping || recipe.averaging || recipe.preciseBatchNorm) return undefined;
    const few = { ...images, test: slice(images.test, 0, tracked) };
    const tested = { images: few, engine, scale: undefined, epsilon: recipe.epsilon };
    const own = await evaluateNetwork(network, buildBound(recipe), tested);
    const error = sweep.objective === 'certifiedError' ? own.verifiedError : own.error;
    return { error, apart: mostApart(tracked) };
  };
  return async (recipe, out, { found }) => {
    const { cleanError, certifiedError } = found;
    // that a training came to no numbers leaves no weights
    if (Number.isNaN(cleanError) || Number.isNaN(certifiedError)) return undefined;
    const network = await buildNetwork(configuration, recipe, images.train);
    try {
      const why = await loadWeights(network, fileHandler(runFolder(out).weights)).then(
        () => undefined,
        ({ message }: Error) => message,
      );
      if (why !== undefined) return `expected weights of its recipe, got ${why}`;
      const tested = { images, engine, scale: undefined, epsilon: recipe.epsilon };
      const own = await evaluateNetwork(network, buildBound(recipe), tested);
      const apart = [own.error - cleanError, own.verifiedError - certifiedError];
      if (apart.every((difference) => Math.abs(difference) <= most)) {
        return whyNoCurve(found, sweep, await trackedEnd(network, recipe));
      }
      const errors = (error: number, certified: number) =>
        `errors of ${percent(error)} and ${percent(certified)}`;
      return `${errors(cleanError, certifiedError)}, which are ${errors(own.error, own.verifiedError)} when done again`;
    } finally {
      disposeNetwork(network);
    }
  };
}
