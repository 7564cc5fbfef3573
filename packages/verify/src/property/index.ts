export type {
  PropertyOptions,
  PropertyProgress,
  PropertyReason,
  PropertyResult,
  PropertyStrategy,
  PropertyWitness,
} from './options';
export { verifyProperty } from './verify-property';
