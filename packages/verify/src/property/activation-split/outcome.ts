import type { PlaneOverBox } from '@ibp/exact';
import type { Cut } from './branching';
import type { Ends } from './hidden-planes';
import type { Free } from './parts';

/** What became of a part. */
export type Bounded = {
  readonly bound: number;
  readonly free: Free;
  /** Where the part may be cut. */
  readonly cuts: readonly Cut[];
  /** The point at which the bound is attained. */
  readonly point?: Float64Array | undefined;
  /** The plane that the bound is the greatest value of, where it is not below 0. */
  readonly half?: PlaneOverBox | undefined;
  /** Bounds of hidden units that are tighter than the part's, on the points that there are to refute. */
  readonly ends?: Ends | undefined;
};
