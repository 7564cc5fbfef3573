import { sizeOf } from '@ibp/core';
import type { FileTensors } from '@ibp/onnx/import';
import type { VnnlibQuery } from '@ibp/vnnlib';

/**
 * @throws where tensors of a property are not those of the network in its order: of other names, where the property names
 * them, or with more or fewer values. Values are numbered one after the other, so that others would be meant.
 */
export function assertTensors({ version, inputs, outputs }: VnnlibQuery, file: FileTensors): void {
  // version 1 numbers all values, of whatever tensors
  if (version === '1.0') return;
  assertNames(
    'inputs',
    inputs,
    file.inputs.map(({ name }) => name),
  );
  assertNames('outputs', outputs, file.outputs);
  for (const [i, { name, count }] of inputs.entries()) {
    const own = sizeOf(file.inputs[i]!.shape);
    if (own !== count) throw new Error(`expected input ${name} of ${own} values, got ${count}`);
  }
}

function assertNames(what: string, declared: VnnlibQuery['inputs'], names: readonly string[]): void {
  if (declared.length !== names.length) {
    throw new Error(
      `expected ${names.length} ${what} of the network, got ${declared.length} in the property`,
    );
  }
  const wrong = declared.findIndex(({ onnxName }, i) => onnxName !== undefined && onnxName !== names[i]);
  if (wrong >= 0) {
    const [expected, got] = [names[wrong]!, declared[wrong]!.onnxName!];
    throw new Error(`expected ${what} in the order of the network, ${expected} at ${wrong}, got ${got}`);
  }
}
