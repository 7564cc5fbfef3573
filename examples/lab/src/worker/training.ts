import { classificationSpec, linfBall } from '@ibp/bounds';
import { batches, type Dataset, toy } from '@ibp/data';
import {
  apply,
  dense,
  disposeNetwork,
  ibp,
  lower,
  type Network,
  network,
  propagate,
  relu,
  sequential,
} from '@ibp/layers';
import { adversarialLoss, certifiedLoss, constant, type Loss, linear, nominalLoss, train } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { polygonHull } from 'd3-polygon';
import { cornersOf, gridOf, type Point, pointsOf } from './outline';
import { scoped } from './scoped';
import { startBackend } from './start-backend';
import { fieldSide, type Trainer, trainers } from './training-sizes';

const losses: { readonly [K in Trainer]: () => Loss } = {
  nominal: nominalLoss,
  adversarial: () => adversarialLoss(),
  ibp: () => certifiedLoss(),
};

/** Of the toy set of the paper, the ball of training and of the measurements. */
export type TrainingInput = {
  readonly seed: number;
  readonly steps: number;
  /** Steps between which epsilon rises from 0 to its end and kappa falls from 1 to its own. */
  readonly ramp: readonly [number, number];
  readonly epsilon: number;
  readonly kappa: number;
};

/** One network at a moment. */
export type TrainedShape = {
  readonly loss: number;
  /** Shares of the 13 points. */
  readonly right: number;
  readonly proved: number;
  /** Which points are proved. */
  readonly isProved: readonly boolean[];
  /** Logit 1 less logit 0 on a grid of the unit square, row by row from the top. */
  readonly field: Float32Array;
  /** What the two logits can be in the ball of the point that is looked at, and their interval box. */
  readonly hull: readonly Point[];
  readonly box: readonly Point[];
};

/** All of them at a moment. */
export type TrainingMoment = {
  readonly step: number;
  readonly epsilon: number;
  readonly kappa: number;
  readonly points: readonly { readonly at: Point; readonly label: number }[];
  /** The point whose polytope is shown. */
  readonly looked: number;
  readonly trained: { readonly [K in Trainer]: TrainedShape };
};

type Run = { readonly network: Network; readonly updates: ReturnType<typeof train>; loss: number };
type Session = {
  readonly input: TrainingInput;
  readonly dataset: Dataset;
  readonly runs: Record<Trainer, Run>;
  step: number;
};
let session: Session | undefined;

const schedulesOf = ({ ramp: [start, end], epsilon, kappa }: TrainingInput) => ({
  epsilon: linear({ from: 0, to: epsilon, start, end }),
  kappa: linear({ from: 1, to: kappa, start, end }),
});

/** Begins anew: three networks with the same weights. */
export async function startTraining(input: TrainingInput): Promise<TrainingMoment> {
  await startBackend();
  for (const { network: old } of Object.values(session?.runs ?? {})) disposeNetwork(old);
  const dataset = toy({ seed: input.seed });
  const run = (loss: Loss): Run => {
    const layer = sequential(dense(50), relu(), dense(50), relu(), dense(2));
    const net = network([2], layer, { seed: input.seed });
    const updates = train(net, {
      ...{ steps: input.steps, learningRate: constant(3e-3), loss, seed: input.seed },
      batch: () => batches(dataset, dataset.count).next().value!,
      ...schedulesOf(input),
    });
    return { network: net, updates, loss: Number.NaN };
  };
  const runs = {
    nominal: run(losses.nominal()),
    adversarial: run(losses.adversarial()),
    ibp: run(losses.ibp()),
  };
  session = { input, dataset, runs, step: 0 };
  return momentOf(session);
}

/** Goes on by some steps. */
export async function advanceTraining({ steps }: { readonly steps: number }): Promise<TrainingMoment> {
  const mine = session;
  if (!mine) throw new Error('expected a training that was started, got none');
  for (let k = 0; k < steps && mine.step < mine.input.steps; k++) {
    for (const name of trainers) {
      const { value } = await mine.runs[name].updates.next();
      if (value) mine.runs[name].loss = value.loss;
    }
    mine.step++;
    if (session !== mine) break;
  }
  return momentOf(session!);
}

function momentOf({ input, dataset, runs, step }: Session): TrainingMoment {
  const points = Array.from({ length: dataset.count }, (_, i) => ({
    at: [dataset.images[2 * i]!, dataset.images[2 * i + 1]!] as Point,
    label: dataset.labels[i]!,
  }));
  // the positive point that is farthest from the negative ones
  const room = ({ at: [x, y] }: (typeof points)[number]) =>
    Math.min(
      ...points
        .filter(({ label }) => label === 0)
        .map(({ at: [a, b] }) => Math.max(Math.abs(a - x), Math.abs(b - y))),
    );
  const positive = points.flatMap(({ label }, i) => (label === 1 ? [i] : []));
  const looked = positive.reduce((best, i) => (room(points[i]!) > room(points[best]!) ? i : best));
  const { epsilon, kappa } = schedulesOf(input);
  const shape = (name: Trainer) => shapeOf(runs[name], points, points[looked]!.at, input.epsilon);
  return {
    ...{ step, epsilon: epsilon(step), kappa: kappa(step), points, looked },
    trained: { nominal: shape('nominal'), adversarial: shape('adversarial'), ibp: shape('ibp') },
  };
}

function shapeOf(
  { network: net, loss }: Run,
  points: TrainingMoment['points'],
  looked: Point,
  epsilon: number,
): TrainedShape {
  return scoped(() => {
    const x = tf.tensor2d(points.map(({ at }) => [...at]));
    const labels = points.map(({ label }) => label);
    const margins = ibp()(lower(net), linfBall(x, epsilon), classificationSpec(labels, 2)).dataSync();
    const isProved = Array.from(margins, (margin) => margin < 0);
    const output = pointsOf(apply(net, x));
    const right = output.filter(([a, b], i) => (b > a ? 1 : 0) === labels[i]).length;
    const at = (i: number) => (i + 0.5) / fieldSide;
    const grid = Array.from({ length: fieldSide ** 2 }, (_, i) => [
      at(i % fieldSide),
      1 - at(Math.floor(i / fieldSide)),
    ]);
    const field = Float32Array.from(
      pointsOf(apply(net, tf.tensor2d(grid as [number, number][]))),
      ([a, b]) => b - a,
    );
    const ball = linfBall(tf.tensor2d([[...looked]]), epsilon);
    const image = pointsOf(apply(net, gridOf(ball, 25)));
    return {
      ...{ loss, isProved, field },
      right: right / points.length,
      proved: isProved.filter(Boolean).length / points.length,
      hull: (polygonHull(image as [number, number][]) as Point[] | null) ?? image,
      box: cornersOf(propagate(net, ball)),
    };
  });
}
