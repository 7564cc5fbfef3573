import { fail } from '@ibp/core';
import type { AttackOptimizer } from './optimizer';
import { addSigns } from './sign';

/**
 * The steps of Auto-PGD (Croce and Hein 2020, algorithm 1): sign steps with momentum, twice the radius long at first. At
 * checkpoints that come ever closer, a run whose loss grew in too few of the steps since the last one, or that has found
 * nothing better since although its step was the same, goes on from its best point with half the step.
 *
 * @param options.momentum the share of a step that is new, above 0 and at most 1; the rest repeats the last one. 0.75 unless given.
 * @param options.growing the share of the steps between checkpoints in which the loss has to grow, from 0 to 1; 0.75
 * unless given.
 * @throws when either is none of these.
 */
export function autoPgdSteps(
  options: { readonly momentum?: number; readonly growing?: number } = {},
): AttackOptimizer {
  const { momentum = 0.75, growing = 0.75 } = options;
  if (!(momentum > 0 && momentum <= 1)) {
    fail('autoPgdSteps', `expected momentum to be above 0 and at most 1, got ${momentum}`);
  }
  if (!(growing >= 0 && growing <= 1)) {
    fail('autoPgdSteps', `expected growing to be from 0 to 1, got ${growing}`);
  }
  return {
    stepSize: () => 2,
    begin: ({ size, steps, radii, stepSize, project }) => {
      const checkpoints = checkpointsOf(steps);
      const best = bestPoint(size);
      const [before, ahead] = [new Float32Array(size), new Float32Array(size)];
      let [share, grown, lastCheckpoint, lastLoss] = [1, 0, 0, Number.NaN];
      let atCheckpoint = { best: Number.NEGATIVE_INFINITY, share };
      return (point, seen) => {
        const { step, loss } = seen;
        if (loss > lastLoss) grown += 1;
        lastLoss = loss;
        let gradient = seen.gradient;
        best.see(point, seen);
        if (step === 0) atCheckpoint = { best: best.loss(), share };
        if (checkpoints.has(step)) {
          const tooFew = grown < growing * (step - lastCheckpoint);
          const nothing = atCheckpoint.share === share && !(best.loss() > atCheckpoint.best);
          atCheckpoint = { best: best.loss(), share };
          if (tooFew || nothing) {
            share /= 2;
            gradient = best.restore(point, gradient);
            lastLoss = best.loss();
          }
          [grown, lastCheckpoint] = [0, step];
        }
        ahead.set(point);
        addSigns(ahead, gradient, radii, share * stepSize(step, steps));
        project(ahead);
        for (let i = 0; i < size; i++) {
          const at = point[i]!;
          if (step > 0) ahead[i] = at + momentum * (ahead[i]! - at) + (1 - momentum) * (at - before[i]!);
          before[i] = at;
        }
        point.set(ahead);
      };
    },
  };
}

/** The best point of a run so far, with the gradient there. */
function bestPoint(size: number) {
  const [point, gradient] = [new Float32Array(size), new Float32Array(size)];
  let most = Number.NEGATIVE_INFINITY;
  return {
    loss: () => most,
    see: (at: Float32Array, seen: { readonly loss: number; readonly gradient: Float32Array }) => {
      if (!(seen.loss > most)) return;
      most = seen.loss;
      point.set(at);
      gradient.set(seen.gradient);
    },
    /** Moves `at` there; `otherwise` is the gradient of a run that has seen no number yet. */
    restore: (at: Float32Array, otherwise: Float32Array): Float32Array => {
      if (most === Number.NEGATIVE_INFINITY) return otherwise;
      at.set(point);
      return gradient;
    },
  };
}

/** Shares 0.22, 0.41, 0.57, ... of the steps: each stretch 0.03 shorter than the last one, and no shorter than 0.06. */
function checkpointsOf(steps: number): ReadonlySet<number> {
  const found = new Set<number>();
  // in hundredths, which add up without rounding
  for (let [at, stretch] = [22, 22]; at < 100; stretch = Math.max(stretch - 3, 6), at += stretch) {
    found.add(Math.ceil((at * steps) / 100));
  }
  return found;
}
