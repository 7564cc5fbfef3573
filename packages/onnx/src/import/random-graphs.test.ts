import { disposeNetwork } from '@ibp/layers';
import { fromOnnx } from './from-onnx';
import { randomGraph } from './testing/graphs';

/** Twenty times as many at night. */
const runs = 40 * Number(process.env.IBP_RANDOM_RUNS ?? 1);

// `fromOnnx` compares with onnxruntime, and refuses what differs
it(`imports ${runs} random graphs as onnxruntime runs them`, async () => {
  const ops = new Map<string, number>();
  for (let seed = 0; seed < runs; seed++) {
    const { bytes, said } = randomGraph(seed);
    const network = await fromOnnx(bytes, { compare: true }).catch((error: Error) => {
      throw new Error(`seed ${seed}: ${error.message}\n${said.join('\n')}`);
    });
    disposeNetwork(network);
    for (const line of said) {
      const op = line.split(' ')[0]!;
      ops.set(op, (ops.get(op) ?? 0) + 1);
    }
  }
  expect(ops.size).toBeGreaterThan(30);
});
