import { median } from '../median';
import { preparation, type Runner, startProcess, verifiers } from '../runner';
import { difference, provedShare } from './bounds';
import {
  type Description,
  imagesOfAll,
  type Method,
  methodsOfBench,
  type Unit,
  type VerificationAnswer,
  type VerificationWorkload,
} from './task';

export type VerificationMeasurement = {
  readonly model: string;
  readonly threads: number;
  readonly method: Method;
  readonly engine: string;
  readonly unit: Unit;
  /** Units of one call: images, steps of images, parts of boxes. */
  readonly count: number;
  readonly rounds: number;
  /** Milliseconds for one unit: the median and the least of the rounds. */
  readonly median: number;
  readonly least: number;
  /** Of the whole first call, which is not counted: compilation, caches. */
  readonly firstCall: number;
  /** Of 1: images of the call that the bounds prove. */
  readonly proved?: number;
  /** The greatest from the first engine's bounds, relative to those above 1. */
  readonly difference?: number;
};

export type VerificationOptions = {
  readonly engines: readonly string[];
  readonly methods: readonly Method[];
  readonly rounds: number;
  /** How many calls an engine does before the next has its turn; 1 unless given. */
  readonly row?: number;
  readonly log: (line: string) => void;
};

type Done = Exclude<VerificationAnswer, { error: string }>;
type Contestant = { readonly engine: string; readonly method: Method; readonly answers: Done[] };

/** Trains the network of a workload and writes its file. */
export async function prepare(workload: VerificationWorkload): Promise<Description> {
  const { greeting, stop } = await startProcess(preparation, workload);
  stop();
  return JSON.parse(greeting);
}

/**
 * Measures methods on all engines that have them, in turns: each engine does some calls in a row, then each again. One round before
 * the first counts for nothing. An engine that does not start, and a method that fails, are left out, and a line says why.
 */
export async function measureVerification(
  workload: VerificationWorkload,
  { engines, methods, rounds, row = 1, log }: VerificationOptions,
): Promise<VerificationMeasurement[]> {
  const runners = new Map<string, Runner<Method, VerificationAnswer>>();
  let contestants: Contestant[] = [];
  try {
    for (const engine of engines) {
      try {
        const given = { ...workload, images: imagesOfAll(workload) };
        runners.set(engine, await startProcess(verifiers[engine]!, given));
      } catch (error) {
        log(`  ${engine}: left out: ${(error as Error).message}`);
      }
    }
    contestants = methods.flatMap((method) =>
      [...runners].flatMap(([engine, { greeting }]) =>
        JSON.parse(greeting).includes(method) ? [{ engine, method, answers: [] }] : [],
      ),
    );
    for (let round = 0; round <= rounds; round++) {
      for (const contestant of contestants) {
        const { engine, method, answers } = contestant;
        const runner = runners.get(engine)!;
        let why: string | undefined;
        for (let call = 0; call < row && why === undefined; call++) {
          why = await runner
            .run(method)
            .then((answer) => ('error' in answer ? answer.error : void answers.push(answer)))
            .catch((error: Error) => error.message);
        }
        if (why === undefined) continue;
        log(`  ${engine}, ${method}: left out: ${why}`);
        contestants = contestants.filter((other) => other !== contestant);
      }
    }
  } finally {
    for (const { stop } of runners.values()) stop();
  }
  return contestants.map((contestant) => summary(workload, contestant, { all: contestants, row }));
}

function summary(
  { model, threads }: VerificationWorkload,
  { engine, method, answers }: Contestant,
  { all, row }: { readonly all: readonly Contestant[]; readonly row: number },
): VerificationMeasurement {
  const [first] = answers;
  const counted = answers.slice(row);
  const times = counted.map(({ milliseconds, count }) => milliseconds / count).sort((a, b) => a - b);
  const { count, values } = answers.at(-1)!;
  const { unit, bounds } = methodsOfBench[method];
  const reference = all.find((other) => other.method === method)!;
  return {
    ...{ model, threads, method, engine, unit, count },
    rounds: times.length / row,
    median: median(times),
    least: times[0]!,
    firstCall: first!.milliseconds,
    ...(bounds && { proved: provedShare(values) }),
    ...(bounds &&
      reference.engine !== engine && { difference: difference(values, reference.answers.at(-1)!.values) }),
  };
}
