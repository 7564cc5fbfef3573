import type { Figure } from './numbers';
import type { SoftwareData } from './run-data';

/** How many examples a stage settled, and how long it took over all that it saw. */
export type StageData = { readonly verified: number; readonly falsified: number; readonly seconds: number };

/** What `certify` found out, in numbers: `certify-0.1.json` in the folder of a run. */
export type CertificationData = {
  /** The hash of the network's weights. */
  readonly weights?: string;
  /** Which images. */
  readonly data?: string;
  /** How far a feature may be moved, in the units of the input: one number, or one for each feature. */
  readonly epsilon?: Figure | ArrayLike<number>;
  /** How far each feature is moved at epsilon 1, as the text of a JSON array; all as far as each other unless given. */
  readonly scale?: string;
  /** The hash of inputs that have no other name. */
  readonly inputs?: string;
  /** In the order in which they were asked. */
  readonly stages?: readonly string[];
  /** Steps, restarts and seed of the attack. */
  readonly pgd?: readonly number[];
  readonly examples?: number;
  /** Seconds for one example in the stages that take one at a time. */
  readonly budget?: number;
  /** `float32`, or `rigorous`. */
  readonly mode?: string;
  /** What verdicts hold in, where that is not real numbers: `any-order-float32`. */
  readonly arithmetic?: string;
  /** `none` where no proofs were made, so that nobody can check the verdicts. */
  readonly proofs?: string;
  /** Shares of 1: as they are, under the attack, and what intervals leave unproved. */
  readonly errors?: { readonly test?: Figure; readonly pgd?: Figure; readonly ibp?: Figure };
  readonly summary?: {
    readonly examples: number;
    readonly verified: number;
    readonly falsified: number;
    readonly unknown: number;
    readonly stages?: { readonly [name: string]: StageData };
    /** Why examples are unknown: how many by reason. */
    readonly reasons?: { readonly [reason: string]: number | undefined };
  };
  readonly seconds?: number;
  readonly versions?: SoftwareData;
};
