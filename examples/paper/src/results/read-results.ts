import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ReadRun, type Recipe, type RunReport, readJson, readRun, userPath, zooName } from '@ibp/cli';
import { type CoreHours, coreHours } from './core-hours';

/** An error, a share of 1, and the number of examples that it is of. */
export type ErrorOf = { readonly share: number; readonly examples: number };

/** What was measured of a run at one radius. */
export type MeasuredAt = {
  readonly epsilon: number;
  readonly test: ErrorOf;
  readonly pgd?: ErrorOf;
  /** By PGD and Auto-PGD. */
  readonly autoPgd?: ErrorOf;
  readonly ibp?: ErrorOf;
  /** By the cascade; the true error is from `least` to `most`. */
  readonly exact?: { readonly least: number; readonly most: number; readonly examples: number };
};

/** The images of a run, as it wrote them down. */
type OfImages = Pick<RunReport['data'], 'source' | 'train' | 'testSet' | 'validation'>;

/** All that the table and the drawing say of a run: plain data, which is kept where the run is not (`kept.ts`). */
export type RunResults = {
  /** Of its folder. */
  readonly name: string;
  readonly example: string;
  /** `from` is a name, of a folder or `zoo:` and one of the zoo. */
  readonly recipe: Recipe;
  /** The hash of the weights that it began with, as their run left them; none in runs of versions that kept none. */
  readonly origin?: string;
  readonly data: OfImages;
  readonly parameters?: number;
  /** Steps done. */
  readonly steps: number;
  readonly epochs?: number;
  readonly hours: CoreHours;
  /** The hash of its weights, once it has ended. */
  readonly weights?: string;
  readonly measured: readonly MeasuredAt[];
};

/** The part of a `certify-<epsilon>.json` that is read here. */
type CertifyReport = {
  readonly weights: string;
  /** The description of the images. */
  readonly data: string;
  readonly examples: number;
  readonly epsilon: number;
  readonly mode: string;
  readonly errors: {
    readonly test: number;
    readonly pgd: number;
    readonly autoPgd?: number;
    readonly ibp: number;
    readonly falsified: number;
    readonly verified: number;
  };
};

/**
 * A run and all that `certify` found out about it, by radius; of a run that was never certified, its evaluation; of
 * one that has not ended, nothing.
 *
 * @throws when the folder holds no run.
 */
export async function readResults(out: string): Promise<RunResults> {
  const run = await readRun(out);
  const { name, rows, record, report } = run;
  const { example, data, network } = (record ?? report)!;
  const { step: steps = 0, epoch: epochs } = rows.at(-1) ?? {};
  const { source, train, validation, testSet = report?.data.testSet } = data;
  return {
    ...{ name, example, steps, hours: coreHours(rows, steps) },
    ...fromOf(run),
    data: { source, train, ...(testSet && { testSet }), ...(validation && { validation }) },
    ...(network ? { parameters: network.parameters } : {}),
    ...(epochs === undefined ? {} : { epochs }),
    ...(report ? { weights: report.weightsHash } : {}),
    measured: report ? await measuredOf(report, userPath(out)) : [],
  };
}

/** What it began with: a folder of whoever ran it, of which the name says enough. */
function fromOf({ recipe, record }: ReadRun): Pick<RunResults, 'recipe' | 'origin'> {
  if (recipe.from === undefined) return { recipe };
  const { run = recipe.from, readHash } = record?.sessions.find(({ origin }) => origin)?.origin ?? {};
  const from = zooName(run) === undefined ? basename(run) : run;
  return { recipe: { ...recipe, from }, ...(readHash && { origin: readHash }) };
}

/** A network of the zoo is called by the row that it is of. */
export const nameOf = (from: string): string => zooName(from) ?? basename(from);

async function measuredOf(report: RunReport, folder: string): Promise<MeasuredAt[]> {
  // what was measured on validation images is for choosing, and no figure of the test set
  const evaluated = report.data.part === 'validation' ? undefined : evaluatedAt(report);
  // those of weights that have since been trained anew, or of other images, say nothing of these
  const certified = (await certifyReports(folder))
    .filter(
      ({ weights, mode, data }) =>
        weights === report.weightsHash && mode === 'float32' && data === report.data.description,
    )
    .map(certifiedAt);
  const isEvaluated = ({ epsilon }: MeasuredAt) =>
    evaluated !== undefined && Math.abs(epsilon - evaluated.epsilon) <= 1e-9;
  const measured = [
    ...(evaluated && !certified.some(isEvaluated) ? [evaluated] : []),
    ...certified.map((at) => (evaluated && isEvaluated(at) ? ofMore(at, evaluated) : at)),
  ];
  return measured.sort((a, b) => a.epsilon - b.epsilon);
}

function evaluatedAt({ evaluation, bound }: RunReport): MeasuredAt {
  const { epsilon, examples, error, verifiedError } = evaluation;
  return {
    epsilon,
    test: { share: error, examples },
    ...(bound === undefined || bound === 'ibp' ? { ibp: { share: verifiedError, examples } } : {}),
  };
}

function certifiedAt({ epsilon, examples, errors }: CertifyReport): MeasuredAt {
  const of = (share: number): ErrorOf => ({ share, examples });
  return {
    epsilon,
    ...{ test: of(errors.test), pgd: of(errors.pgd), ibp: of(errors.ibp) },
    ...(errors.autoPgd === undefined ? {} : { autoPgd: of(errors.autoPgd) }),
    exact: { least: errors.falsified, most: errors.verified, examples },
  };
}

/** A certificate of a part of the test set takes nothing away from an evaluation of more of it. */
const ofMore = (certified: MeasuredAt, { test, ibp }: MeasuredAt): MeasuredAt =>
  test.examples > certified.test.examples ? { ...certified, test, ...(ibp ? { ibp } : {}) } : certified;

async function certifyReports(folder: string): Promise<CertifyReport[]> {
  const files = (await readdir(folder)).filter((file) => /^certify-[\d.]+\.json$/.test(file));
  return files.map((file) => {
    const path = join(folder, file);
    const report = readJson<CertifyReport>(path, {
      is: 'the report of a certification',
      has: ['weights', 'data', 'examples', 'epsilon', 'mode', 'errors'],
    });
    const missing = (['test', 'pgd', 'ibp'] as const).filter((error) => report.errors[error] === undefined);
    if (missing.length === 0) return report;
    throw new Error(
      `${path}: expected errors of all stages, got none of ${missing.join(', ')}, where a stage failed: to certify again asks it again`,
    );
  });
}
