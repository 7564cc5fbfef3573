import { fail, type PlainNetwork, type Shape, sizeOf } from '@ibp/core';
import { clip } from '../constant/read-tensor';
import { arranged } from './arrange';
import { type FileInput, withoutBatch } from './boundary';
import { type PlainBuilder, plainBuilder } from './builder';
import { type Condition, inFileOrder, type Value, type Variable } from './value';

/** The inputs as nodes: one in its own shape, several cut out of one row. */
export function begin(where: string, inputs: readonly FileInput[]): [PlainBuilder, Map<string, Value>] {
  const [first] = inputs;
  if (!first) return fail(where, 'expected an input, got none');
  if (inputs.length === 1) {
    const build = plainBuilder(where, withoutBatch(first.shape));
    return [build, new Map([[first.name, inFileOrder(0, first.shape)]])];
  }
  const build = plainBuilder(where, [inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)]);
  const values = new Map<string, Value>();
  let at = 0;
  for (const { name, shape } of inputs) {
    const indices = Array.from({ length: sizeOf(shape) }, (_, k) => at + k);
    at += indices.length;
    build.name(name);
    values.set(name, inFileOrder(build.add('gather', { axis: 0, indices }, [0]), shape));
  }
  return [build, values];
}

/** The outputs as the last node: one in its own shape, several one after the other in a row, as the file orders them. */
export function end(
  where: string,
  build: PlainBuilder,
  outputs: readonly { readonly name: string; readonly value: Value | Condition | undefined }[],
): PlainNetwork {
  const values = outputs.map(({ name, value }): Variable => {
    if (value?.kind === 'variable') return value;
    return fail(
      where,
      `expected output ${clip(name)} to depend on the input, got a ${value?.kind ?? 'name that nothing makes'}`,
    );
  });
  build.name('output');
  const rowMajor = (value: Variable, shape: Shape) => arranged(build, value, [...value.shape.keys()], shape);
  if (values.length === 1) return build.finish(rowMajor(values[0]!, withoutBatch(values[0]!.shape)));
  const rows = values.map((value) => rowMajor(value, [sizeOf(value.shape)]));
  return build.finish(build.add('concat', { axis: 0 }, rows));
}
