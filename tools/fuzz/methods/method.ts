import type { PlainNetwork } from '@ibp/core';
import type { Solver } from '@ibp/exact';
import type { Engine, Network } from '@ibp/layers';
import type { Box } from '../case';
import type { Posed } from '../pose';
import type { Random } from '../stream';
import type { Evaluator, Values } from '../truth/evaluate';

/** What a method is given. */
export type Given = {
  readonly network: Network;
  readonly plain: PlainNetwork;
  readonly evaluator: Evaluator;
  readonly boxes: readonly Box[];
  /** By box, as many of each. */
  readonly rows: readonly (readonly Posed[])[];
  readonly random: Random;
  readonly engine: () => Promise<Engine>;
  readonly solver: Solver;
  readonly unhurried?: boolean;
};

/** What a method says: of a row over a box, or of the values of a node. */
export type Claim = {
  /** The box that it speaks of. */
  readonly box: Box;
  /** An upper bound of the row's value there, below 0 a proof; NaN says nothing. */
  readonly bound?: number;
  readonly row?: Posed;
  readonly proved?: boolean;
  /** A point that is said to break the row: its value there is above 0. */
  readonly witness?: Float32Array;
  /** That 0 breaks it as well: what a property calls unsafe has its border. */
  readonly border?: true;
  /** Ends that are said to hold the values of a node. */
  readonly node?: {
    readonly index: number;
    readonly lower: ArrayLike<number>;
    readonly upper: ArrayLike<number>;
  };
  /** Values of every node at a point of the box, for claims about nodes. */
  readonly trace?: readonly Values[];
};

export type Method = {
  readonly name: string;
  /** Of how many nets one is asked: less than 1 for what takes long. */
  readonly share: number;
  /** Once, whatever the backend. */
  readonly host?: boolean;
  readonly claims: (given: Given) => Promise<Claim[]>;
};
