import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { writeWhole } from '@ibp/files';
import { fileJournal } from '@ibp/verify/node';
import type { Progress } from '../progress';
import { type Answer, summaryOf, type Verification } from './answer';
import { filesDigests } from './files-digest';
import { type Instance, isWrong } from './instances';
import { readBytes } from './read-files';
import type { Task } from './verify-files';
import { startWorker, type WorkerOptions } from './worker';

/** What came of an instance, as the journal notes it: the witness is in its result file. */
export type InstanceResult = Omit<Verification, 'witness'> & {
  /** Its place in the benchmark. */
  readonly index: number;
  readonly onnx: string;
  readonly vnnlib: string;
  readonly timeout: number;
  readonly expected?: Answer;
  readonly wrong: boolean;
};

/** A result as the journal has it: with what the files of the instance held, which go by their names otherwise. */
type Noted = InstanceResult & { readonly files?: string };

/** How a benchmark is run. */
export type BenchmarkOptions = {
  /** The file that the instances are of: a run that goes on is one of the same. */
  readonly file: string;
  /** The folder of results: a file for each instance, and `journal.jsonl`. */
  readonly folder: string;
  readonly workers: number;
  /** Whether to begin anew. */
  readonly restart: boolean;
  readonly worker: WorkerOptions;
  readonly progress: Progress;
  readonly log: (line: string) => void;
};

/**
 * Verifies every instance that the journal in the folder does not have yet, or of which the files have changed, several at a time, each in a process of its own.
 *
 * @returns what came of all of them, in the order of the file.
 * @throws when the folder has the journal of other instances or times, or another process is at work on it.
 */
export async function runBenchmark(
  instances: readonly Instance[],
  { file, folder, workers, restart, worker: about, progress, log }: BenchmarkOptions,
): Promise<InstanceResult[]> {
  const identity = {
    command: 'verify',
    instances: createHash('sha256').update(readBytes(file)).digest('hex'),
    timeouts: instances.map(({ timeout }) => timeout),
    confirm: instances[0]?.confirm ?? 0,
    ...(instances[0]?.nodes !== undefined && { nodes: instances[0].nodes }),
  };
  const journal = fileJournal<Noted>(join(folder, 'journal.jsonl'), identity, { restart });
  const digestOf = filesDigests();
  const noted = await journal.load();
  const results = new Map(
    noted
      .filter(({ index, files }) => files === digestOf(instances[index]!))
      .map(({ files, ...result }) => [result.index, result]),
  );
  const waiting = instances.map((_, index) => index).filter((index) => !results.has(index));
  if (results.size > 0) log(`${results.size} of ${instances.length} instances are in ${folder}`);
  const others = new Set(noted.map(({ index }) => index)).size - results.size;
  if (others > 0) log(`${others} are there of files that have changed since: they are verified anew`);
  const work = async () => {
    const worker = startWorker(about);
    try {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const instance = instances[index]!;
        const files = digestOf(instance);
        const { verification, text } = await worker.verify(taskOf(instance));
        // the file first: what the journal has is there
        await writeWhole(join(folder, resultName(index, instance)), text);
        const result = resultOf(index, instance, verification);
        await journal.append({ ...result, files });
        results.set(index, result);
        log(lineOf(result, results.size, instances.length));
        progress.update(results.size, `${[...results.values()].filter(({ wrong }) => wrong).length} wrong`);
      }
    } finally {
      worker.close();
    }
  };
  try {
    const count = Math.min(workers, waiting.length);
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    await journal.close?.();
  }
  return instances.map((_, index) => results.get(index)!);
}

const taskOf = ({ onnx, vnnlib, timeout, nodes, confirm }: Instance): Task => ({
  ...{ onnx, vnnlib, timeout },
  ...(nodes !== undefined && { nodes }),
  ...(confirm !== undefined && { confirm }),
});

/** `007-net-prop.txt`. */
export function resultName(index: number, { names }: Pick<Instance, 'names'>): string {
  const stem = (name: string) => basename(name).replace(/\.(onnx|vnnlib)(\.gz)?$/, '');
  return `${String(index).padStart(4, '0')}-${stem(names.onnx)}-${stem(names.vnnlib)}.txt`;
}

export function resultOf(
  index: number,
  instance: Pick<Instance, 'names' | 'timeout' | 'expected'>,
  { witness, ...rest }: Verification,
): InstanceResult {
  const { names, timeout, expected } = instance;
  const wrong = isWrong(rest.answer, expected);
  return { index, ...names, timeout, ...(expected && { expected }), ...rest, wrong };
}

function lineOf(result: InstanceResult, done: number, total: number): string {
  const { onnx, vnnlib, expected, wrong } = result;
  const mark = wrong ? ` WRONG: expected ${expected}` : '';
  return `${done}/${total} ${basename(onnx)} ${basename(vnnlib)}: ${summaryOf(result)}${mark}`;
}
