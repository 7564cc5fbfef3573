/** What one step did. */
export type Metrics = {
  /** Updates done, from 1. */
  readonly step: number;
  readonly steps: number;
  readonly epsilon: number;
  readonly kappa: number;
  readonly learningRate: number;
  readonly loss: number;
  /** The loss's parts: `fit`, and `spec` once bounds are computed. */
  readonly parts: { readonly [name: string]: number };
  /** Before clipping. */
  readonly gradientNorm: number;
};
