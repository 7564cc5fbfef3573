import { dense, disposeNetwork, network } from '@ibp/layers';
import { networkToOnnx } from '../export';
import { onnxTensors } from './onnx-tensors';

it('names what a file takes and gives', async () => {
  const net = network([2, 3], dense(4));
  const { inputs, outputs } = onnxTensors(await networkToOnnx(net));
  expect(inputs.map(({ shape }) => shape)).toEqual([[1, 2, 3]]);
  expect([inputs[0]!.name, ...outputs].every((name) => name.length > 0)).toBe(true);
  expect(outputs).toHaveLength(1);
  disposeNetwork(net);
});
