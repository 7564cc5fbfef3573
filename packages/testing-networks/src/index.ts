export { layers, randomize, randomNetwork, valuesOf } from './networks';
export {
  atLeast,
  closeTo,
  examples,
  nets,
  oneUnit,
  reachedMargins,
  setup,
  smallNetwork,
  value,
} from './small-networks';
