export { type AttackPropertyOptions, attackProperty } from './attack-property';
export type {
  PropertyOptions,
  PropertyProgress,
  PropertyReason,
  PropertyResult,
  PropertyStrategy,
  PropertyWitness,
} from './options';
export { verifyProperty } from './verify-property';
