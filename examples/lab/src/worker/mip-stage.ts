import { linfBall } from '@ibp/bounds';
import type { Solver } from '@ibp/exact';
import { lower } from '@ibp/layers';
import { crownBounds } from '@ibp/relax';
import { mipStage, type StageContext } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { QuestionInput } from './question';
import { scoped } from './scoped';

/** Bounds of every node by CROWN, as the solver takes them; none where the network is bounded in another form than it is written in. */
function nodeBounds({ network, plain }: StageContext, x: Float32Array, epsilon: number) {
  const lowered = lower(network);
  const isSame = lowered.nodes.every(({ shape }, i) => `${shape}` === `${plain.nodes[i]?.shape}`);
  if (!isSame || lowered.nodes.length !== plain.nodes.length) return undefined;
  return scoped(() => {
    const ball = linfBall(tf.tensor(x, [1, ...network.inputShape]), epsilon, [0, 1]);
    return crownBounds(lowered, ball).map((bounds) => ({
      lower: Float64Array.from(bounds.lower.dataSync()),
      upper: Float64Array.from(bounds.upper.dataSync()),
    }));
  });
}

/** Whole-number programming for one image, row after row; the tighter the bounds, the fewer units are whole numbers. */
export const mipOf = (solver: Solver, { x, epsilon }: Pick<QuestionInput, 'x' | 'epsilon'>) =>
  mipStage({ solver, bounds: (_, context) => nodeBounds(context, x, epsilon) });
