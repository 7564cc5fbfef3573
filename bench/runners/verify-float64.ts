/** Bounds in plain float64 that pay for every rounding, and single specifications by LP and MIP. */
import { selectBackend } from '@ibp/backend';
import {
  encloseByCrown,
  marginSpec,
  type RigorousOptions,
  rigorousBounds,
  rigorousBox,
  verifyByLp,
  verifyByMip,
} from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainNetwork } from '@ibp/verify';
import { cycled, firstImages, readNetworkFile } from '../verification/network-file';
import { CLASSES, imagesOf, type Method, type VerificationWorkload } from '../verification/task';
import { type Setup, serve } from './serve';

const workload: VerificationWorkload = JSON.parse(process.argv[2]!);
await selectBackend({ prefer: 'cpu', log: () => undefined }); // for reading the network only
const file = await readNetworkFile(workload);
const network = await plainNetwork(file.network);

const problemOf = (image: number) => ({
  box: rigorousBox(file.images[image]!, workload.epsilon),
  spec: marginSpec(file.labels[image]!, CLASSES),
});

/** One image at a time, and a few of those that the other engines get: there is nothing to gain by more. */
const bound =
  (name: Method, method: NonNullable<RigorousOptions['method']>): Setup =>
  async () => {
    const problems = firstImages(Math.min(4, imagesOf(name, workload))).map(problemOf);
    return async () => ({
      count: problems.length,
      values: problems.flatMap(({ box, spec }) => [...rigorousBounds(network, box, spec, { method })]),
    });
  };

/** The specification with the highest bound, of images that are open. */
const row =
  (name: 'lp' | 'mip'): Setup =>
  async () => {
    const solver = highsWasm();
    const decide = name === 'lp' ? verifyByLp : verifyByMip;
    const problems = cycled(file.subjects.open, imagesOf(name, workload)).map((image) => {
      const { box, spec } = problemOf(image);
      const values = rigorousBounds(network, box, spec, { method: 'crown' });
      const worst = values.indexOf(Math.max(...values));
      const c = spec.c.slice(worst * CLASSES, (worst + 1) * CLASSES);
      return { box, row: { c, d: spec.d.slice(worst, worst + 1) } };
    });
    if (problems.length === 0) throw new Error('no image is open');
    const { timeLimit } = workload;
    return async () => {
      for (const { box, row } of problems) {
        const { boxes } = encloseByCrown(network, box);
        await decide(network, box, row, { solver, timeLimit, bounds: boxes });
      }
      return { count: problems.length };
    };
  };

await serve({
  ibp: bound('ibp', 'ibp'),
  'crown-ibp': bound('crown-ibp', 'crown'),
  crown: bound('crown', 'crown-crown'),
  lp: row('lp'),
  mip: row('mip'),
});
