export {
  type AlphaCrownOptions,
  alphaCrown,
  alphaCrownWithSlopes,
  type NodeSlopes,
  type WithSlopes,
} from './alpha-crown';
export { type CrownOptions, crown, crownIbp, fastLin } from './crown';
export { type CrownBoundsOptions, crownBounds } from './crown-bounds';
export type { NodeBounds } from './method';
export type { SlopeSearch } from './optimise-slopes';
