export { type AlphaCrownOptions, alphaCrown } from './alpha-crown';
export { type CrownOptions, crown, crownIbp, fastLin } from './crown';
export { type CrownBoundsOptions, crownBounds } from './crown-bounds';
export type { NodeBounds } from './method';
