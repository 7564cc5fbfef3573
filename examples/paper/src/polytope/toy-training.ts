import { startProgress } from '@ibp/cli';
import { batches, type Dataset, toy } from '@ibp/data';
import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import { constant, evaluate, linear, train } from '@ibp/train';
import { type Region, region } from './region';
import type { Point } from './zonotope';

/** Of training and of the ball, as in section 4.3. */
export const toyEpsilon = 0.08;

/** The network at a moment of its training. */
export type Snapshot = {
  readonly step: number;
  readonly epsilon: number;
  readonly region: Region;
  /** Over the 13 points, shares of 1. */
  readonly error: number;
  readonly verifiedError: number;
};

export type ToyTraining = {
  readonly steps: number;
  /** Shares of the training at which to look. */
  readonly moments: readonly number[];
  readonly perSide: number;
  readonly seed: number;
};

/** Trains a 2-100-100-100-2 network on the toy set with IBP, and looks at one of its positive points on the way. */
export async function trainToy({ steps, moments, perSide, seed }: ToyTraining): Promise<Snapshot[]> {
  const dataset = toy({ seed });
  const net = network([2], sequential(dense(100), relu(), dense(100), relu(), dense(100), relu(), dense(2)), {
    seed,
  });
  const [start, end] = [Math.round(0.1 * steps), Math.round(0.6 * steps)];
  const epsilon = linear({ from: 0, to: toyEpsilon, start, end });
  const look = () => lookAt(net, dataset, perSide);
  const wanted = new Set(moments.map((share) => Math.round(share * steps)));
  const progress = startProgress('training on the toy set', steps);
  try {
    const snapshots: Snapshot[] = wanted.has(0) ? [{ step: 0, epsilon: 0, ...(await look()) }] : [];
    const updates = train(net, {
      steps,
      batch: () => batches(dataset, dataset.count).next().value!,
      epsilon,
      kappa: linear({ from: 1, to: 0.5, start, end }),
      learningRate: constant(1e-3),
      seed,
    });
    for await (const { step, loss, epsilon: trained } of updates) {
      progress.update(step, `loss ${loss.toFixed(3)}`);
      if (wanted.has(step)) snapshots.push({ step, epsilon: trained, ...(await look()) });
    }
    return snapshots;
  } finally {
    progress.stop();
    disposeNetwork(net);
  }
}

async function lookAt(
  net: Network,
  dataset: Dataset,
  perSide: number,
): Promise<Omit<Snapshot, 'step' | 'epsilon'>> {
  const { error, verifiedError } = await evaluate(net, batches(dataset, dataset.count), {
    epsilon: toyEpsilon,
  });
  return { error, verifiedError, region: region(net, pointToLookAt(dataset), toyEpsilon, perSide) };
}

/** The positive point that is farthest from the negative ones. */
export function pointToLookAt({ images, labels, count }: Dataset): Point {
  const all = Array.from({ length: count }, (_, i): Point => [images[2 * i]!, images[2 * i + 1]!]);
  const of = (label: number) => all.filter((_, i) => labels[i] === label);
  const distance = ([a, b]: Point, [c, d]: Point) => Math.max(Math.abs(a - c), Math.abs(b - d));
  const room = (point: Point) => Math.min(...of(0).map((other) => distance(point, other)));
  return of(1).reduce((best, point) => (room(point) > room(best) ? point : best));
}
