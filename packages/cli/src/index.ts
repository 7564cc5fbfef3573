export { type AdversarialErrorOptions, adversarialError } from './adversarial-error';
export { checkCommand } from './certification/check-command';
export { certifyCommand } from './certification/command';
export { explainCommand } from './certification/explain-command';
export type {
  CascadeSettings,
  CertifySettings,
  CheckSettings,
  ExplainSettings,
  RadiusSettings,
} from './certification/flags';
export { radiusCommand } from './certification/radius-command';
export type { Requirement } from './certification/requirement';
export { stagesOf } from './certification/stages';
export { checkFile, checkFolder, checkPaths } from './check-paths';
export { type AttackSettings, attackCommand } from './commands/attack-command';
export { type BoundsSettings, boundsCommand } from './commands/bounds-command';
export { doctor } from './commands/doctor-command';
export { type ExportSettings, exportCommand } from './commands/export-command';
export { comparisonCharts } from './compare/charts';
export { type ReadRun, readRun, readRuns } from './compare/read-run';
export { comparisonTable } from './compare/table';
export type { Configuration, Source } from './configuration';
export { cifarConfiguration } from './configurations/cifar';
export { mnistConfiguration } from './configurations/mnist';
export { engineNames } from './engine';
export { type Invocation, parseFlags } from './flags';
export { main } from './front/run-front';
export { loadModel } from './load-model';
export type { MetricsRow } from './metrics-log';
export { mnistSources } from './mnist-sources';
export { zooName } from './model-file';
export { ballRadius, notNegative, positive, positiveNumber, whole } from './numbers';
export { choice, path } from './options';
export { type BoundsMethodName, boundsMethods, type OutputBounds, outputBounds } from './output-bounds';
export { ownConfiguration } from './own-data/own-configuration';
export { startProgress } from './progress';
export { readJson, readJsonIfAny, type Wanted } from './read-json';
export { learningRateText, type Recipe, type Schedules, schedulesOf } from './recipe';
export { percent, type RunReport, resultsTable } from './report';
export { run } from './run';
export { userPath, whileLocked } from './run-folder';
export type { Settings } from './settings';
export { strict } from './strict';
export { sweepCommand } from './sweep/sweep-command';
export { toEnd } from './to-end';
export { type Trained, trainRecipe } from './trained';
export type { Answer, FileWitness, Verification } from './verify/answer';
export { type AttackedFiles, type AttackFilesSettings, attackFilesCommand } from './verify/attack-files';
export { benchmarkCommand } from './verify/benchmark-command';
export type { BenchmarkCounts } from './verify/benchmark-counts';
export { checkFilesCommand } from './verify/check-files-command';
export {
  type ExplainFilesSettings,
  explainFilesCommand,
  type PropertyExplanation,
} from './verify/explain-files';
export {
  type PropertyScaling,
  type RadiusFilesSettings,
  radiusFilesCommand,
} from './verify/radius-files';
export type { VerifySettings } from './verify/settings';
export { verifyCommand } from './verify/verify-command';
export type { FilesSettings } from './verify/with-files';
export { writeJson, writeText } from './write-json';
