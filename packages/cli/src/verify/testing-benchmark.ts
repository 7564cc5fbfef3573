/** A benchmark in a process of its own, to be killed: `testing-benchmark.ts <instances> <folder>`; and its worker, where one is. */
import { runBenchmark } from './benchmark';
import { readInstances } from './instances';
import { serve } from './served';

const [file, folder] = process.argv.slice(2) as [string, string];

if (process.send) void serve(undefined);
else {
  void runBenchmark(readInstances(file), {
    ...{ file, folder, workers: 1, restart: false, worker: { args: [] }, log: () => undefined },
    progress: { update: () => undefined, stop: () => undefined },
  });
}
