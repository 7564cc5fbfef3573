export {
  type Campaign,
  type CampaignMethod,
  campaignText,
  caseCount,
  parseCampaign,
} from './campaign/campaign';
export type { CaseList } from './campaign/case-list';
export { type CampaignCase, caseAt, caseId } from './campaign/cases';
export { decodeInputs, encodeInputs, type Inputs, statementAt } from './campaign/inputs';
export { type LoadedCampaign, loadCampaign } from './campaign/load';
export { type AnyCampaign, isOfProperties, loadAnyCampaign } from './campaign/load-any';
export { type CollectOptions, collect } from './collect/collect';
export type { Collected, Collection } from './collect/collected';
export type { Confirmed } from './collect/confirm';
export type { Gathered, Suspect } from './collect/gathering';
export {
  type CollectedProperty,
  type CollectPropertiesOptions,
  collectProperties,
  type PropertyCollection,
} from './properties/collect-properties';
export { encodeInstances, type PropertyInstance } from './properties/instances';
export {
  type LoadedProperties,
  loadPropertyCampaign,
  type PropertyCampaign,
  type PropertyContents,
  type PropertyMethod,
  parsePropertyCampaign,
  propertyCampaignText,
} from './properties/property-campaign';
export type { PropertyAnswer, PropertyClaim } from './properties/property-result';
export {
  type PropertyRequest,
  type VerifyProperties,
  type WorkOnPropertiesOptions,
  workOnProperties,
} from './properties/work-on-properties';
export { openDashboard } from './queue/dashboard';
export { type JobData, openQueue, workersOn } from './queue/jobs';
export { type CampaignProgress, campaignsOn, forget, progressOf } from './queue/ledger';
export { measuredChunk } from './queue/measured-chunk';
export { connectServer, type Server, type ServerOptions } from './queue/server';
export { cancelCampaign, jobsLeft, type SubmitOptions, submitCampaign } from './queue/submit';
export { type RunningWorker, startWorker, type WorkerOptions } from './queue/worker';
export { getFile, putFile } from './store/content';
export { folderStore } from './store/folder';
export { openStore } from './store/open-store';
export { type S3Options, s3Store } from './store/s3';
export type { Store, StoreKind } from './store/store';
export { applyPoint } from './sweep/apply-point';
export type { Bracket, Rung } from './sweep/brackets';
export { type Plan, parseSweep, planSweep, type Sweep } from './sweep/definition';
export { type EarlyStopping, isBelowMedian, type LearningCurve } from './sweep/median';
export {
  paretoFront,
  type Trial,
  type TrialFound,
  type TrialMetrics,
  type TrialPlace,
  type TrialResult,
} from './sweep/result';
export { runSweep, type SweepOptions, type SweepResult } from './sweep/run-sweep';
export type { Point, SearchSpace } from './sweep/space';
export { type ByQueueOptions, trialsByQueue } from './trials/by-queue';
export { decodeFiles, encodeFiles, type FolderFiles, writeFiles } from './trials/folder-files';
export {
  type LoadedSweep,
  loadSharedSweep,
  parseSharedSweep,
  type SharedSweep,
  sharedSweepText,
  type TrialRun,
  trialId,
} from './trials/shared-sweep';
export type { TrialClaim } from './trials/trial-result';
export {
  type TrainRequest,
  type TrainTrial,
  type WorkOnTrialOptions,
  workOnTrial,
} from './trials/work-on-trial';
export { type Child, type ChildEntry, childProcess, WorkError } from './work/child';
export type { CaseResult } from './work/result';
export { type ServeOptions, serveWork } from './work/serve';
export { type SolveBy, solveBy } from './work/solve-by';
export { type Settled, type Solve, type SolveRequest, type WorkOptions, workOn } from './work/work';
