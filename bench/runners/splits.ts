/** Splits inputs or activations of problems by `verifyProperty`: a task a line, boxes or domains bounded in return. */
import { readFile } from 'node:fs/promises';
import { selectBackend } from '@ibp/backend';
import { networkOf as withTensors } from '@ibp/layers';
import { verifyProperty } from '@ibp/verify';
import { networkOf, type SplitProblem, type SplitTask } from '../splits/problem';
import { serve } from './serve';

const { file }: { file: string } = JSON.parse(process.argv[2]!);
const problems: { readonly [K in SplitTask]: SplitProblem } = JSON.parse(await readFile(file, 'utf8'));
await selectBackend({ prefer: 'wasm', log: () => undefined });

const search = (task: SplitTask, strategy: 'input-split' | 'branch-and-bound') => async () => {
  const problem = problems[task];
  const network = withTensors(networkOf(problem));
  const c = new Float64Array(problem.sizes.at(-1)!);
  c[0] = 1;
  const box = { lower: Float64Array.from(problem.lower), upper: Float64Array.from(problem.upper) };
  const property = { boxes: [box], unsafe: [{ c, d: Float64Array.of(problem.d) }] };
  return async () => {
    const { nodes, status } = await verifyProperty(network, property, { strategy, maxNodes: problem.most });
    if (status === 'falsified') throw new Error('the property does not hold');
    return { count: nodes, values: [status === 'verified' ? 1 : 0] };
  };
};

await serve({
  inputs: search('inputs', 'input-split'),
  activations: search('activations', 'branch-and-bound'),
});
