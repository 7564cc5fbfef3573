import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadRun, readRun, userPath } from 'ibp-examples-common';

/** What was measured of a run at one radius. Errors are shares of 1. */
export type MeasuredAt = {
  readonly epsilon: number;
  readonly testError: number;
  /** Of all examples that were certified. */
  readonly pgdError?: number;
  readonly ibpError?: number;
  /** By the cascade; the true error is from `least` to `most`. */
  readonly exact?: { readonly least: number; readonly most: number; readonly examples: number };
};

export type RunResults = { readonly run: ReadRun; readonly measured: readonly MeasuredAt[] };

/** The part of a `certify-<epsilon>.json` that is read here. */
type CertifyReport = {
  readonly weights: string;
  readonly examples: number;
  readonly epsilon: number;
  readonly mode: string;
  readonly errors: {
    readonly test: number;
    readonly pgd: number;
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
  const { report } = run;
  if (!report) return { run, measured: [] };
  const { epsilon, error, verifiedError } = report.evaluation;
  const evaluated: MeasuredAt = {
    epsilon,
    testError: error,
    ...(report.bound === undefined || report.bound === 'ibp' ? { ibpError: verifiedError } : {}),
  };
  // those of weights that have since been trained anew say nothing of these
  const certified = (await certifyReports(userPath(out)))
    .filter(({ weights, mode }) => weights === report.weightsHash && mode === 'float32')
    .map(
      ({ epsilon, examples, errors }): MeasuredAt => ({
        epsilon,
        testError: errors.test,
        pgdError: errors.pgd,
        ibpError: errors.ibp,
        exact: { least: errors.falsified, most: errors.verified, examples },
      }),
    );
  const isNew = certified.every((at) => Math.abs(at.epsilon - epsilon) > 1e-9);
  const measured = [...(isNew ? [evaluated] : []), ...certified];
  return { run, measured: measured.sort((a, b) => a.epsilon - b.epsilon) };
}

async function certifyReports(folder: string): Promise<CertifyReport[]> {
  const files = (await readdir(folder)).filter((file) => /^certify-[\d.]+\.json$/.test(file));
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))));
}
