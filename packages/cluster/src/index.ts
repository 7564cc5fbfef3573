export {
  type Campaign,
  type CampaignMethod,
  campaignText,
  caseCount,
  parseCampaign,
} from './campaign/campaign';
export { type CampaignCase, caseAt, caseId } from './campaign/cases';
export { decodeInputs, encodeInputs, type Inputs, statementAt } from './campaign/inputs';
export { type LoadedCampaign, loadCampaign } from './campaign/load';
export { type CollectOptions, collect } from './collect/collect';
export type { Collected, Collection, Suspect } from './collect/collected';
export type { Confirmed } from './collect/confirm';
export { openDashboard } from './queue/dashboard';
export { type JobData, openQueue, workersOn } from './queue/jobs';
export { type CampaignProgress, campaignsOn, forget, progressOf } from './queue/ledger';
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
export { type Child, type ChildEntry, childProcess, WorkError } from './work/child';
export type { CaseResult } from './work/result';
export { serveWork } from './work/serve';
export { solveBy } from './work/solve-by';
export { type Settled, type Solve, type SolveRequest, type WorkOptions, workOn } from './work/work';
