import type { Arithmetic } from '@ibp/exact';
import { output } from '../output';

/** Flags of `verify`. Paths are as given. */
export type VerifySettings = {
  readonly timeout?: number;
  /** What the answer has to hold in; real numbers unless given. */
  readonly arithmetic?: Arithmetic;
  /** The most parts that are bounded. */
  readonly nodes?: number;
  readonly result?: string;
  readonly confirm?: number;
  readonly certificate?: string;
  readonly check?: string;
  readonly instances?: readonly string[];
  readonly workers?: number;
  readonly out?: string;
  readonly restart?: boolean;
  readonly backend?: string;
  readonly json?: string | true;
  /** For the workers of a benchmark alone. */
  readonly serve?: boolean;
  /** For those of one search alone. */
  readonly serveSearches?: boolean;
};

/** Where what was found goes. */
export const outputOf = ({ json }: VerifySettings) =>
  output(json === undefined ? {} : { json: json === true ? '-' : json });
