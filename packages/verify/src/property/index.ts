export { type AttackPropertyOptions, attackProperty } from './attack-property';
export type { PropertyOptions, PropertyProgress, PropertyStrategy } from './options';
export type { PropertyReason, PropertyResult, PropertyWitness } from './result';
export { verifyProperty } from './verify-property';
export { type SearchWorker, searchWorker } from './workers/search-worker';
export type { Came, Dealt, SearchAbout, SearchReply, SearchTask, SearchWorkers } from './workers/workers';
