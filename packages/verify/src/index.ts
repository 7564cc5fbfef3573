export type { AffineMap } from './plain/affine-map';
export { plainForward, plainTrace } from './plain/forward';
export { plainNetwork } from './plain/from-network';
export { affineMap, isLinear, type LinearNode, type LinearOpName } from './plain/linear/table';
export { affineMaps } from './plain/linear-nodes';
export type {
  PlainNetwork,
  PlainNode,
  PlainNodeOf,
  PlainParams,
  PlainTensor,
} from './plain/plain-network';
