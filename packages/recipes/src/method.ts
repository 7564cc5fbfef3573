import type { HybridRelu } from '@ibp/relax';
import type { Ascent } from '@ibp/train';

/** How a network is trained, as data. Each is a loss of `@ibp/train`, whose docstring gives its source. */
export type Method =
  | { readonly name: 'nominal' }
  | { readonly name: 'adversarial'; readonly attack?: Ascent }
  | { readonly name: 'ibp' }
  /** `betaEnd`: the share of CROWN-IBP's bound at the end; 0 ends on IBP. */
  | { readonly name: 'crown-ibp'; readonly betaEnd?: number }
  /** `projections`: estimates instead of bounds, for networks with wide layers. */
  | { readonly name: 'wong-kolter'; readonly projections?: number }
  /** `errors`: how many inputs have an error term of their own; a step takes as many times one of IBP. */
  | { readonly name: 'diffai'; readonly relu?: HybridRelu; readonly errors?: number }
  | { readonly name: 'learned-dual' }
  /** `samples`: how many examples of each batch are bounded. */
  | { readonly name: 'mixtrain'; readonly samples: number; readonly alpha?: number }
  | {
      readonly name: 'sabr';
      readonly ratio: number;
      readonly shrinking?: number;
      readonly attack?: Ascent;
    }
  | {
      readonly name: 'taps';
      readonly relus?: number;
      readonly gradientScale?: number;
      readonly attack?: Ascent;
    }
  | {
      readonly name: 'staps';
      readonly ratio: number;
      readonly relus?: number;
      readonly gradientScale?: number;
      readonly attack?: Ascent;
    }
  | {
      readonly name: 'mtl-ibp' | 'cc-ibp' | 'exp-ibp';
      readonly alpha: number;
      readonly attack?: Ascent;
      readonly attackScale?: number;
    };

/** The training methods that recipes may name. */
export type MethodName = Method['name'];

/** Terms beside the loss; none unless given. */
export type Regularizers = {
  /** The weight of both of Shi et al. 2021, which fade as epsilon grows. */
  readonly fast?: number;
  /** Of the absolute values of kernels. */
  readonly l1?: number;
  /** Of Xiao et al. 2019. */
  readonly reluStability?: number;
  /** Of Raghunathan et al. 2018, for networks with one hidden layer. */
  readonly sdp?: number;
};
