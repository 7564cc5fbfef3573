export type { AttackData } from './data/attack-data';
export type { CertificationData, StageData } from './data/certification-data';
export type { ExampleData, FormatData, VerdictData, WitnessData } from './data/example-data';
export type { Figure } from './data/numbers';
export type { ImageRadiusData, RadiusData } from './data/radius-data';
export type { ReportData } from './data/report-data';
export type {
  EvaluationData,
  MetricsData,
  RunData,
  SessionData,
  SoftwareData,
  SourceData,
  TrackedData,
} from './data/run-data';
export { type AttackResultData, attackCases } from './findings/attack-cases';
export { type CaseData, examplesOf, type LabelledData } from './findings/examples-of';
export { renderReport } from './page/render-report';
export type { PixelData } from './picture/pixels';
