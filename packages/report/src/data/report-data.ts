import type { AttackData } from './attack-data';
import type { CertificationData } from './certification-data';
import type { ExampleData, FormatData } from './example-data';
import type { RadiusData } from './radius-data';
import type { EvaluationData, MetricsData, RunData } from './run-data';

/**
 * All that a report may show, as plain data: what the command line writes as JSON, parsed. Whatever is missing is left
 * out of the report.
 */
export type ReportData = {
  /** What the page is called; the model and the data unless given. */
  readonly title?: string;
  /** The command that made the report. */
  readonly command?: string;
  /** `run.json` or `report.json`. */
  readonly run?: RunData;
  /** The rows of `metrics.jsonl`; those that the run's report kept unless given. */
  readonly metrics?: readonly MetricsData[];
  /** `certify-0.1.json`. */
  readonly certification?: CertificationData;
  /** Of a network that is no run, by what verified: `IBP`. */
  readonly evaluations?: { readonly [bound: string]: EvaluationData };
  /** What `attack --json` wrote. */
  readonly attack?: AttackData;
  /** One by one: of a journal, or of an attack, by `examplesOf`. */
  readonly examples?: readonly ExampleData[];
  /** What the examples are; needed to draw them. */
  readonly format?: FormatData;
  /** What `radius --json` wrote. */
  readonly radii?: RadiusData;
};
