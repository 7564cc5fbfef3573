import type { PixelData } from '../picture/pixels';
import type { Figure } from './numbers';

/** What is known of one example. Words that are not known here are shown as they are. */
export type VerdictData = {
  /** `verified`, `falsified` or `unknown`, as `certify` says; of an attack `broken`, `unbroken` or `undefined`. */
  readonly status: string;
  /** The stage that settled it; `clean` where the example itself is misclassified. */
  readonly method?: string;
  /** Why nothing is known. */
  readonly reason?: string;
  readonly detail?: string;
  readonly witness?: WitnessData;
};

/** An input within epsilon that is misclassified. */
export type WitnessData = {
  readonly x: PixelData;
  /** By how much another class is above the label's. */
  readonly margin?: Figure;
  /** The class that is above the label's there. */
  readonly taken?: number;
};

/** One example of a report. */
export type ExampleData = {
  /** Its place in the data set. */
  readonly index: number;
  /** The true class; nothing where something else was asked of the example. */
  readonly label?: number;
  /** The example itself. */
  readonly x?: PixelData;
  /** Nothing where the run was stopped before there was one. */
  readonly verdict?: VerdictData;
};

/** What the examples are: what a `Dataset` of `@ibp/data` says of its own. */
export type FormatData = {
  /** `[height, width]` or `[height, width, channels]` of pictures, `[features]` of a table. */
  readonly shape: readonly number[];
  /** Of valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: readonly [Figure | ArrayLike<number>, Figure | ArrayLike<number>];
  readonly classes?: number;
  readonly classNames?: readonly string[];
};
