import type { Layer } from '../builder';
import { ones, zeros } from '../initializers/constant';

/** Options of `batchNorm`. */
export type BatchNormOptions = {
  /** What a moving average keeps at each step; 0.9 unless given. */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 unless given. */
  readonly epsilon?: number;
  readonly name?: string;
};

/**
 * Batch normalisation over the last axis. In training, the statistics of the clean batch serve the clean pass and
 * the bounds; outside it, the moving averages do.
 */
export function batchNorm({ momentum = 0.9, epsilon = 1e-5, ...options }: BatchNormOptions = {}): Layer {
  return (build, x) => {
    const name = options.name ?? build.uniqueName('batchNorm');
    const channels = [build.shapeOf(x).at(-1)!];
    const gamma = build.variable(`${name}/gamma`, channels, ones);
    const beta = build.variable(`${name}/beta`, channels, zeros);
    const mean = build.variable(`${name}/mean`, channels, zeros, false);
    const variance = build.variable(`${name}/variance`, channels, ones, false);
    return build.add('batchNorm', { gamma, beta, mean, variance, epsilon, momentum }, [x], name);
  };
}
