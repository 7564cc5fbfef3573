import { specValues } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { apply, type BoundMethod, ibp } from '@ibp/layers';
import { adversarialExample } from '../adversarial/adversarial-example';
import type { Ascent } from '../adversarial/ascend';
import { attacks } from '../attacks';
import { ballAt } from '../ball';
import type { RobustContext } from '../robust-loss';
import type { SpecLoss } from '../spec-loss';

/** Options of `mtlIbpLoss`, `ccIbpLoss` and `expIbpLoss`. */
export type ExpressiveOptions = {
  /** The bound's weight: 0 is adversarial training, 1 is IBP. */
  readonly alpha: number;
  /** One step to the ball's corners unless given. */
  readonly attack?: Ascent;
  /** How many times the radius the attack may go; 2.1 at 2/255 on CIFAR-10. 1 unless given. */
  readonly attackScale?: number;
  /** IBP with elision unless given. */
  readonly bound?: BoundMethod;
  readonly specLoss?: SpecLoss;
};

/**
 * Margins from below and from above, both `[batch, specs]`: at an adversarial example, where they are reached, and
 * bounds over the ball.
 */
export function marginsOf(context: RobustContext, options: ExpressiveOptions) {
  const { lowered, spec, ball, at, bounded } = context;
  const { attack = attacks.toTheCorner, attackScale = 1, bound = ibp() } = options;
  const box = attackScale === 1 ? ball : ballAt(context.examples.x, at, attackScale);
  return {
    reached: specValues(spec, apply(lowered, adversarialExample(context, box, attack))),
    bounded: bounded(bound),
  };
}

/** @throws unless alpha is a share. */
export function assertAlpha(where: string, { alpha }: ExpressiveOptions): void {
  if (!(alpha >= 0 && alpha <= 1)) fail(where, `expected alpha from 0 to 1, got ${alpha}`);
}
