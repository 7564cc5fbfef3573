/**
 * Bounds, attacks and branch and bound by tfjs: `eager`, op by op on the backend of IBP_BACKEND (wasm), or `onnx`, what
 * can be captured compiled for onnxruntime.
 */
import { pgd } from '@ibp/attack';
import { selectBackend } from '@ibp/backend';
import { type BoundMethod, compileBound, ibp, lower } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { alphaCrown, crown, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import { branchAndBound } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf, cycled, firstImages, readNetworkFile } from '../verification/network-file';
import { imagesOf, type Method, type VerificationWorkload } from '../verification/task';
import { type Setup, serve } from './serve';

const workload: VerificationWorkload = JSON.parse(process.argv[2]!);
const { threads, epsilon, alphaSteps, pgdSteps, nodes } = workload;
const compiled = process.argv[3] === 'onnx';
const prefer = process.env.IBP_BACKEND ?? 'wasm';
const backend = await selectBackend({ prefer, threads: compiled ? 1 : threads, log: () => undefined });
if (!compiled && threads > 1 && backend.threads !== threads)
  throw new Error(`${prefer} has no ${threads} threads`);

const file = await readNetworkFile(workload);
const { network } = file;
const engine = compiled ? await onnxEngine({ threads }) : undefined;

const boundMethods = {
  ibp: ibp(),
  'crown-ibp': crownIbp(),
  crown: crown(),
  'fast-lin': fastLin(),
  'alpha-crown': alphaCrown({ steps: alphaSteps, stopWhenProved: false }),
  zonotope: zonotope(),
  forward: forwardLinear(),
} as const satisfies { readonly [K in Method]?: BoundMethod };
/** The others read values back while they compute. */
const captured: readonly Method[] = ['ibp', 'crown-ibp', 'crown', 'fast-lin', 'alpha-crown', 'forward'];

const bound =
  (name: keyof typeof boundMethods): Setup =>
  async () => {
    const count = imagesOf(name, workload);
    const { box, spec } = batchOf(file, firstImages(count), epsilon);
    const method = boundMethods[name];
    if (engine) {
      const own = compileBound(engine, network, method);
      return async () => ({ count, values: await own.bound(box, spec) });
    }
    return async () => {
      const margins = tf.tidy(() => method(lower(network), box, spec));
      const values = await margins.data();
      margins.dispose();
      return { count, values };
    };
  };

/** Of images that are proved: none breaks, and so none leaves the batch. */
const attack: Setup = async () => {
  const images = cycled(file.subjects.proved, imagesOf('pgd', workload));
  const { x, spec } = batchOf(file, images, epsilon);
  const run = pgd({ steps: pgdSteps, batchSize: images.length, ...(engine && { engine }) });
  return async () => {
    await run(network, { x, spec, epsilon });
    return { count: images.length * pgdSteps };
  };
};

const search: Setup = async () => {
  const problems = cycled(file.subjects.open, imagesOf('branch-and-bound', workload)).map((image) =>
    batchOf(file, [image], epsilon),
  );
  if (problems.length === 0) throw new Error('no image is open');
  return async () => {
    let count = 0;
    for (const { box, spec } of problems) {
      count += (await branchAndBound(network, box, spec, { maxNodes: nodes, ...(engine && { engine }) }))
        .nodes;
    }
    return { count };
  };
};

const names = (Object.keys(boundMethods) as (keyof typeof boundMethods)[]).filter(
  (name) => !engine || captured.includes(name),
);
await serve({
  ...Object.fromEntries(names.map((name) => [name, bound(name)])),
  pgd: attack,
  'branch-and-bound': search,
});
