export { type Asked, inWords } from './certificate/asked';
export { askedIn, type InputsByIndex, parseAsked } from './certificate/asked-file';
export { float32ToBase64 } from './certificate/base64';
export {
  type BoxNode,
  type BoxTree,
  boxCut,
  boxLeaf,
  boxLeafWithMultipliers,
  boxTreeOf,
} from './certificate/box-tree/box-tree';
export { type Confirmation, type ConfirmOptions, confirmedBoxTree } from './certificate/box-tree/confirm';
export { type BoxTreeOptions, type BoxTreeProof, boxTreeIn, boxTreeProof } from './certificate/box-tree/pack';
export {
  type AnyCertificate,
  type CertificateOptions,
  createCertificate,
  type ExampleOutcome,
  parseCertificate,
} from './certificate/certificate';
export { type CertificateCheck, type Check, type CheckOptions, checkCertificate } from './certificate/check';
export { compactProofs } from './certificate/compact-proofs';
export {
  type ConfirmTreeOptions,
  confirmedTree,
  type ImprovedLeaf,
  type TreeConfirmation,
  type TreeLeaf,
} from './certificate/confirm-tree';
export { confirmedProofs } from './certificate/confirmed-proofs';
export { flatProof } from './certificate/flat-proof';
export { certificateDigest, inputHash, networkHash } from './certificate/hash';
export { checkerLimits } from './certificate/limits';
export { linesBelow } from './certificate/lines-below';
export { packNumbers } from './certificate/numbers';
export { treeLeafBounds } from './certificate/part-bounds';
export type { CertificateProof, CertificateSlopes, PartProof } from './certificate/proof-schema';
export { proofsIn } from './certificate/proofs-in';
export { type ProofAbout, type Region, region } from './certificate/region';
export {
  type AskedFile,
  askedSchema,
  type Certificate,
  type CertificateExample,
  certificateSchema,
} from './certificate/schema';
export { type RowSlopes, type SlopeProofOptions, slopeProof } from './certificate/slope-proof';
export { decodePlainNetwork } from './file/decode-plain-network';
export { encodePlainNetwork } from './file/encode-plain-network';
export { type PartByLp, type PartsByLpOptions, partsByLp } from './lp/parts-by-lp';
export { safeLowerBound } from './lp/safe-lower-bound';
export { type TreeByLpOptions, treeByLp } from './lp/tree-by-lp';
export { verifyByLp } from './lp/verify-by-lp';
export type { Confirm, RowVerdict } from './mip/row-verdict';
export { type MipOptions, verifyByMip } from './mip/verify-by-mip';
export type { RowOptions } from './mip/write-row';
export { sameNetwork } from './plain/content';
export { plainForward, plainTrace } from './plain/forward';
export { affineMaps, settledCopy } from './plain/linear-nodes';
export { assertProperty, assertStatement } from './property/assert-property';
export { ofInputsToo, rowsNetwork } from './property/beside-input';
export { neverClass, sameClass, topClasses } from './property/classes';
export { constrained } from './property/constrained';
export { type MonotoneOptions, monotone } from './property/monotone';
export { outputsNear, outputsWithin } from './property/outputs-within';
export {
  type BallSpec,
  type Classification,
  classificationProperty,
  type InputBall,
  type Property,
  propertyOf,
  type Statement,
  unsafeRows,
} from './property/property';
export { type Arithmetic, arithmetics, arithmeticWords } from './rigorous/arithmetic';
export { type ExactBackwardOptions, exactBackward } from './rigorous/backward';
export type { Slopes } from './rigorous/backward-activation';
export { type RigorousOptions, rigorousBounds } from './rigorous/bounds';
export { combination } from './rigorous/combination';
export {
  type EncloseOptions,
  type Enclosures,
  enclose,
  encloseOnward,
  rigorousRefusal,
} from './rigorous/enclose';
export { type Enclosure, type PerFeature, type PlainRange, rigorousBox } from './rigorous/enclosure';
export type { Float32Rounding } from './rigorous/float32/rounding';
export {
  type FallSums,
  fallOf,
  greatestWhere,
  leastOfSums,
  type PlaneOverBox,
  planeOverBox,
} from './rigorous/half-space';
export { leastAt } from './rigorous/least-at';
export { type LeastCombinationOptions, leastCombination, type RowLines } from './rigorous/least-combination';
export { type Lines, linesOf } from './rigorous/lines';
export { type Planed, type Planes, planedOf, type RowInOrder, rowInOrder } from './rigorous/planes';
export type { PlainLine } from './rigorous/relaxation';
export { assertLabel, assertPlainSpec, marginSpec, type PlainSpec, someRows } from './rigorous/spec';
export type { Split } from './rigorous/split';
export { encloseByCrown, tightened } from './rigorous/tighten';
export { mostOfPlanes } from './rigorous/unit-planes';
export type { MixingOptions } from './sdp/mixing';
export { type SdpBounds, sdpBounds, sdpRadii } from './sdp/sdp-bounds';
export { type SimpleLayer, simpleLayers } from './simplify/layers';
export { maximaByRelu } from './simplify/maxima';
export { simplifiedNetwork } from './simplify/network';
export { simplifiedLayers } from './simplify/simplify';
export type { LinearProblem } from './solver/problem';
export type { SolveOptions, SolveResult, Solver, SolveStatus } from './solver/solver';
