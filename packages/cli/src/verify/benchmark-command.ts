import { basename, dirname, join, resolve } from 'node:path';
import { checkFolder } from '../check-paths';
import { exitCodes } from '../exit-codes';
import { note } from '../notes';
import { startProgress } from '../progress';
import { userPath } from '../run-folder';
import { type InstanceResult, runBenchmark } from './benchmark';
import { type BenchmarkCounts, countsOf } from './benchmark-counts';
import { benchmarkTable } from './benchmark-table';
import { readInstances } from './instances';
import { outputOf, type VerifySettings } from './settings';
import type { Entry } from './worker';

/** A benchmark of a run: its name, its file, and where its results go. */
type Benchmark = { readonly name: string; readonly file: string; readonly folder: string };

/**
 * Runs benchmarks one after the other, and says how many of their instances were settled; the exit code is 1 where an answer is
 * wrong.
 *
 * @param entry how workers are begun.
 * @returns the counts of each, by the name of its folder.
 */
export async function benchmarkCommand(
  files: readonly string[],
  flags: VerifySettings,
  entry?: Entry,
): Promise<Readonly<Record<string, BenchmarkCounts>>> {
  const { out = 'runs/verify' } = flags;
  const folder = userPath(out);
  checkFolder('--out', folder);
  const benchmarks = benchmarksOf(files.map(userPath), folder);
  const results: Record<string, readonly InstanceResult[]> = {};
  for (const benchmark of benchmarks) results[benchmark.name] = await resultsOf(benchmark, flags, entry);
  const all = Object.values(results).flat();
  const counts = Object.fromEntries(Object.entries(results).map(([name, own]) => [name, countsOf(own)]));
  const { say, figures } = outputOf(flags);
  say(benchmarkTable(counts, countsOf(all)));
  for (const { onnx, vnnlib, answer, expected, wrong } of all) {
    if (wrong) say(`WRONG: ${onnx} ${vnnlib}: expected ${expected}, got ${answer}`);
  }
  say(`results: ${resolve(folder)}`);
  await figures({ counts, results });
  if (countsOf(all).wrong > 0) process.exitCode = exitCodes.notSo;
  return counts;
}

/** Benchmarks by the folders of their files; the results of one alone go to the folder of the results itself. */
export function benchmarksOf(files: readonly string[], out: string): Benchmark[] {
  const names = files.map((file) => basename(dirname(file)));
  return files.map((file, i) => {
    const name = names.indexOf(names[i]!) === i ? names[i]! : `${names[i]}-${i}`;
    return { name, file, folder: files.length === 1 ? out : join(out, name) };
  });
}

async function resultsOf(
  { name, file, folder }: Benchmark,
  flags: VerifySettings,
  entry?: Entry,
): Promise<InstanceResult[]> {
  const { timeout: most, nodes, workers = 1, restart = false, backend, confirm } = flags;
  const instances = readInstances(file, { most, nodes, confirm });
  const progress = startProgress(`verifying ${name}`, instances.length);
  try {
    return await runBenchmark(instances, {
      ...{ file, folder, workers, restart, progress },
      worker: { args: backend ? ['--backend', backend] : [], ...(entry && { entry }) },
      // a bar and lines would be in each other's way
      log: process.stderr.isTTY ? () => undefined : note,
    });
  } finally {
    progress.stop();
  }
}
