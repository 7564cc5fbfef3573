import type { Enclosure } from '@ibp/exact';
import type { Field } from './field';
import type { Free, Part } from './parts';

/** Parts whose rows are on the value of one node, which lines they have, and what may be improved. */
export type Batch = {
  readonly start: number;
  readonly parts: readonly Part[];
  readonly free: readonly Free[];
  /** The places of their lines. */
  readonly places: readonly number[];
  /** Of parts whose rows are of one unit each, all that these depend on; of others, it may be everything. */
  readonly fields?: readonly Field[] | undefined;
};

/** What a pass knows of the box that all parts are in. */
export type Region = {
  readonly box: Enclosure;
  /** More than what underflow may take from a row. */
  readonly underflow: number;
  /** Of each node that activations take in, at least the greatest `|z|` of its units. */
  readonly magnitudes: readonly (Float64Array | undefined)[];
};
