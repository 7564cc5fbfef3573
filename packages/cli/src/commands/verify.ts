import { resolve } from 'node:path';
import { selectBackend } from '@ibp/backend';
import type { CertificateCheck } from '@ibp/exact';
import { writeWhole } from '@ibp/files';
import { plainFromOnnx } from '@ibp/onnx/import';
import { type Command, Option } from 'commander';
import { checkFile, checkFolder } from '../check-paths';
import { exitCodes } from '../exit-codes';
import type { Front } from '../front/front';
import { positiveNumber, threads } from '../numbers';
import { path } from '../options';
import { output } from '../output';
import { startProgress } from '../progress';
import { readJson } from '../read-json';
import { userPath } from '../run-folder';
import { summaryOf, type Verification } from '../verify/answer';
import { runBenchmark } from '../verify/benchmark';
import { type BenchmarkCounts, benchmarkTable, countsOf } from '../verify/benchmark-table';
import { checkQuery } from '../verify/certify-query';
import { readInstances } from '../verify/instances';
import { besides, networkPath, readBytes } from '../verify/read-files';
import { resultText } from '../verify/result-text';
import { serve } from '../verify/served';
import { parsed, verifyFiles } from '../verify/verify-files';
import type { FoundOther } from './other';

/** Flags of `verify`. Paths are as given. */
export type VerifySettings = {
  readonly timeout?: number;
  readonly result?: string;
  readonly confirm?: number;
  readonly certificate?: string;
  readonly check?: string;
  readonly instances?: string;
  readonly workers?: number;
  readonly out?: string;
  readonly restart?: boolean;
  readonly backend?: string;
  readonly json?: string | true;
  /** For the workers of a benchmark alone. */
  readonly serve?: boolean;
};

export function addVerify(program: Command, front: Front, found: FoundOther): void {
  program
    .command('verify')
    .description('verify a property: a VNN-LIB file of an ONNX network, or a benchmark of them')
    .argument('[network]', 'an ONNX file, packed by gzip or not')
    .argument('[property]', 'a VNN-LIB file, of version 1.0 or 2.0')
    .option(
      '--timeout <seconds>',
      'for the files (default: 60); with --instances at most so many',
      positiveNumber,
    )
    .option('--result <file>', 'write the answer, and what was found, in the form of the competition', path)
    .option(
      '--instances <file>',
      'a benchmark: lines of network, property, seconds, and the known answer',
      path,
    )
    .option('--workers <n>', 'instances that are verified at once, each in a process of its own', threads, 1)
    .option(
      '--out <dir>',
      'folder of the results of a benchmark: a run that was stopped goes on (default: runs/verify)',
      path,
    )
    .option(
      '--confirm <seconds>',
      'prove the answer in exact arithmetic, in so many seconds more',
      positiveNumber,
    )
    .option('--certificate <file>', 'write the proof to a file (--confirm: 60 unless given)', path)
    .option('--check <file>', 'confirm such a certificate of the files instead, with other code', path)
    .option('--restart', 'begin a benchmark anew')
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .option('--json [file]', 'figures as JSON: to this file, or in place of the tables', path)
    .addOption(new Option('--serve').hideHelp())
    .addHelpText(
      'after',
      '\nEnds with 0 when the property holds (unsat), 1 when it does not (sat), 2 when there is no answer; with --instances, 1\nwhen an answer contradicts the known one, else 0.',
    )
    .action((network: string | undefined, property: string | undefined, flags: VerifySettings) => {
      const perform = async () => {
        if (flags.serve) return serve(flags.backend);
        if (flags.instances !== undefined) {
          if (network !== undefined) throw new Error('--instances: expected no network beside it, got one');
          await benchmarkCommand(flags.instances, flags);
        } else if (network === undefined || property === undefined) {
          throw new Error('verify: expected a network and a property, or --instances, got neither');
        } else if (flags.check !== undefined) await checkFilesCommand(network, property, flags.check, flags);
        else await verifyCommand(network, property, flags);
      };
      const { configuration } = front.resolve({ data: 'auto', training: true });
      found({ configuration, invocation: { command: 'other', name: 'verify', perform } });
    });
}

const outputOf = ({ json }: VerifySettings) =>
  output(json === undefined ? {} : { json: json === true ? '-' : json });

/** Verifies one file, and says what came of it; the exit code says it, too. */
export async function verifyCommand(
  network: string,
  property: string,
  flags: VerifySettings,
): Promise<Verification> {
  const { result, timeout = 60, backend, certificate: proofFile } = flags;
  const confirm = flags.confirm ?? (proofFile === undefined ? undefined : 60);
  if (result !== undefined) checkFile('--result', userPath(result));
  if (proofFile !== undefined) checkFile('--certificate', userPath(proofFile));
  const [onnx, vnnlib] = [networkPath(network), property].map(userPath) as [string, string];
  const start = performance.now();
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  const left = timeout - (performance.now() - start) / 1000;
  const task = { onnx, vnnlib, timeout: left, ...(confirm !== undefined && { confirm }) };
  const { query, verification, certificate } = await verifyFiles(task);
  const text = resultText(query, verification);
  if (result !== undefined) await writeWhole(userPath(result), text);
  if (proofFile !== undefined && certificate)
    await writeWhole(userPath(proofFile), JSON.stringify(certificate));
  const { say, figures } = outputOf(flags);
  say(result === undefined ? text.trimEnd() : verification.answer);
  console.error(summaryOf(verification));
  await figures(verification);
  const { answer } = verification;
  process.exitCode =
    answer === 'unsat' ? exitCodes.done : answer === 'sat' ? exitCodes.notSo : exitCodes.notDone;
  return verification;
}

/**
 * Checks a certificate of files with plain float64 code and no tfjs: the network and the property are those of the files, and
 * nothing of what is asked is taken from the certificate. The exit code is 1 where anything is not confirmed.
 */
export async function checkFilesCommand(
  network: string,
  property: string,
  certificate: string,
  flags: VerifySettings,
): Promise<CertificateCheck> {
  const [onnx, vnnlib, file] = [networkPath(network), property, certificate].map(userPath) as [
    string,
    string,
    string,
  ];
  const query = parsed(vnnlib);
  const plain = plainFromOnnx(readBytes(onnx), { external: besides(onnx) });
  const check = await checkQuery(
    readJson<{ format: string }>(file, { is: 'a certificate', has: ['format'] }),
    plain,
    query,
  );
  const { say, figures } = outputOf(flags);
  for (const { index, status, reason } of check.examples) {
    if (status !== 'confirmed') say(`property ${index}: ${status}: ${reason}`);
  }
  const { verified, falsified } = check.confirmed;
  say(`confirmed: ${verified} of ${query.properties.length} properties hold, ${falsified} do not`);
  await figures(check);
  const isAnswer = check.sound && (falsified > 0 || verified === query.properties.length);
  process.exitCode = isAnswer ? exitCodes.done : exitCodes.notSo;
  return check;
}

/** Runs a benchmark, and says how many of its instances were settled; the exit code is 1 where an answer is wrong. */
export async function benchmarkCommand(file: string, flags: VerifySettings): Promise<BenchmarkCounts> {
  const { timeout, workers = 1, out = 'runs/verify', restart = false, backend, json } = flags;
  const [instancesFile, folder] = [userPath(file), userPath(out)];
  checkFolder('--out', folder);
  const instances = readInstances(instancesFile, timeout, flags.confirm);
  const progress = startProgress('verifying', instances.length);
  try {
    const results = await runBenchmark(instances, {
      ...{ file: instancesFile, folder, workers, restart, progress },
      worker: { args: backend ? ['--backend', backend] : [] },
      // a bar and lines would be in each other's way
      log: process.stderr.isTTY ? () => undefined : (line) => console.error(line),
    });
    progress.stop();
    const counts = countsOf(results);
    const { say, figures } = outputOf({ ...(json !== undefined && { json }) });
    say(benchmarkTable(counts));
    for (const { onnx, vnnlib, answer, expected, wrong } of results) {
      if (wrong) say(`WRONG: ${onnx} ${vnnlib}: expected ${expected}, got ${answer}`);
    }
    say(`results: ${resolve(folder)}`);
    await figures({ ...counts, results });
    if (counts.wrong > 0) process.exitCode = exitCodes.notSo;
    return counts;
  } finally {
    progress.stop();
  }
}
