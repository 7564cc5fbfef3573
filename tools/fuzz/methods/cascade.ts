import { pgd } from '@ibp/attack';
import { outwardBall, outwardLinfBall } from '@ibp/bounds';
import type { Solver } from '@ibp/exact';
import { ibp } from '@ibp/layers';
import { crown, crownIbp, forwardLinear, zonotope } from '@ibp/relax';
import {
  alphaCrownStage,
  attackStage,
  boundStage,
  branchAndBoundStage,
  certify,
  cleanStage,
  lpStage,
  mipStage,
  rigorousStage,
  type Stage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { type Posed, pose } from '../pose';
import { type Ball, ballOf, boxOfBall } from './ball';
import type { Claim, Given, Method } from './method';

const search = { maxNodes: 24, rootSteps: 4, steps: 3, batch: 8 };

/** One stage alone, so that no other one settles before it what it would get wrong. */
const stages: { readonly [name: string]: readonly [share: number, stage: (solver: Solver) => Stage[]] } = {
  ibp: [0.2, () => [boundStage('ibp', ibp())]],
  'crown-ibp': [0.1, () => [boundStage('crown-ibp', crownIbp())]],
  crown: [0.1, () => [boundStage('crown', crown())]],
  forward: [0.1, () => [boundStage('forward', forwardLinear())]],
  zonotope: [0.1, () => [boundStage('zonotope', zonotope())]],
  'alpha-crown': [0.1, () => [alphaCrownStage({ steps: 4 })]],
  'rigorous alpha-crown': [0.05, () => [alphaCrownStage({ steps: 4, rigorous: true })]],
  'branch and bound': [0.1, () => [branchAndBoundStage(search)]],
  'rigorous branch and bound': [0.05, () => [branchAndBoundStage({ ...search, rigorous: true })]],
  rigorous: [0.1, () => [rigorousStage('ibp'), rigorousStage('crown'), rigorousStage('crown-crown')]],
  attacks: [0.1, () => [cleanStage(), attackStage('pgd', pgd({ steps: 5, restarts: 1 }))]],
  lp: [0.04, (solver) => [lpStage({ solver })]],
  mip: [0.04, (solver) => [mipStage({ solver })]],
};

type Asked = { readonly ball: Ball; readonly posed: readonly Posed[] };

/** Balls of one radius, as a run of `certify` has: around the middle of a box, and around other points of it. */
function ask({ evaluator, boxes, rows, random }: Given): readonly Asked[] {
  const chosen = random.whole(0, boxes.length - 1);
  const own = boxes[chosen]!;
  const first = ballOf(own, random);
  if (!first) return [];
  const [least, greatest] = first.range;
  const moved = (): Ball => ({
    ...first,
    x: first.x.map((v) => Math.min(Math.max(v + (random.next() - 0.5) * first.epsilon, least), greatest)),
  });
  return [first, moved(), moved()].map((ball) => {
    const box = boxOfBall(ball);
    const same = own.lower.every((l, i) => l === box.lower[i] && own.upper[i] === box.upper[i]);
    // the constants of another box are not near the truth of this one
    const directions = rows[chosen]!.map(({ c }) => c);
    return { ball, posed: same ? rows[chosen]! : pose(evaluator, box, directions, random) };
  });
}

const specOf = (posed: readonly Posed[]) => ({
  c: Float64Array.from(posed.flatMap(({ c }) => [...c])),
  d: Float64Array.from(posed, ({ d }) => d),
});

const inputs = (asked: readonly Asked[]) => Float32Array.from(asked.flatMap(({ ball }) => [...ball.x]));

export const cascadeMethods: readonly Method[] = Object.entries(stages).map(([name, [share, make]]) => ({
  name: `certify: ${name}`,
  share,
  claims: async (given) => {
    const { network, solver, unhurried } = given;
    const asked = ask(given);
    if (asked.length === 0) return [];
    const x = tf.tensor(inputs(asked), [asked.length, ...network.inputShape]);
    const examples = { x, spec: asked.map(({ posed }) => specOf(posed)) };
    const { epsilon, range } = asked[0]!.ball;
    // the solver is used again
    const open = make(solver).map((stage) => ({ ...stage, close: async () => undefined }));
    const claims: Claim[] = [];
    for await (const { index, verdict, proofs } of certify(network, [examples], {
      epsilon,
      range,
      stages: open,
      ...(unhurried ? {} : { budget: 2 }),
    })) {
      const { ball, posed } = asked[index]!;
      const box = boxOfBall(ball);
      for (const [k, row] of posed.entries()) {
        const proof = proofs[k];
        const proved = proof !== undefined || verdict.status === 'verified';
        claims.push({ box, row, proved, ...(proof?.bound === undefined ? {} : { bound: proof.bound }) });
      }
      if (verdict.status !== 'falsified') continue;
      claims.push({
        box: boxOfBall(ball, true),
        row: posed[verdict.witness.row]!,
        witness: verdict.witness.x,
      });
    }
    return claims;
  },
}));

/** The boxes that a ball is taken for, on the host and as tensors, must hold all of it. */
export const ballMethod: Method = {
  name: 'outward balls',
  share: 0.3,
  claims: async (given) =>
    ask(given).flatMap(({ ball }) => {
      const box = boxOfBall(ball);
      const [low, high] = tf.tidy(() => {
        const found = outwardLinfBall(tf.tensor(ball.x, [1, ball.x.length]), ball.epsilon, ball.range);
        return [found.lower.dataSync(), found.upper.dataSync()];
      }) as unknown as [Float32Array, Float32Array];
      const ends = [box.lower, box.upper].map((end) => [
        { value: Float64Array.from(end), error: new Float64Array(end.length) },
      ]);
      return [{ lower: low, upper: high }, outwardBall(ball.x, ball)].flatMap((found) =>
        ends.map((trace): Claim => ({ box, trace, node: { index: 0, ...found } })),
      );
    }),
};
