import { fail } from '@ibp/core';
import { assertPlainSpec, type Enclosure, type PlainSpec, type Property } from '@ibp/exact';
import type { VnnlibTensor } from '../variable';
import { decimalText, shortDecimal } from './literal';
import { type Names, namesOfV1, namesOfV2 } from './names';
import { rowText } from './row-text';

/** A tensor as it is declared; the number of its values follows from its shape. */
export type WrittenTensor = Pick<VnnlibTensor, 'name' | 'shape'> & Partial<VnnlibTensor>;

/** What is written: properties of a network, all of which are asked for. */
export type VnnlibText = {
  /** 1.0 unless given. */
  readonly version?: '1.0' | '2.0';
  /** The network's name in version 2.0; `f` unless given. */
  readonly network?: string;
  /** The tensors of version 2.0; version 1.0 has but their values, one after the other. `float32` unless given. */
  readonly inputs: readonly WrittenTensor[];
  readonly outputs: readonly WrittenTensor[];
  readonly properties: readonly Property[];
};

/**
 * Properties as a VNN-LIB file: `unsat` is its answer where all of them hold.
 *
 * {@link parseVnnlib} reads the same boxes and rows, bit by bit, one property for each box. Ends of boxes are the shortest
 * decimals inside that are read as these float64 numbers, rounded outward or to nearest. Coefficients are written with all
 * their digits.
 *
 * @throws when a box or a row does not fit the tensors, a number is NaN, or a name is none.
 * @example
 * ```js
 * import { writeVnnlib } from '@ibp/vnnlib';
 *
 * const box = { lower: Float64Array.of(0.1), upper: Float64Array.of(0.5) };
 * const unsafe = [{ c: Float64Array.of(1, -1), d: Float64Array.of(0) }];
 * const inputs = [{ name: 'X', shape: [1] }];
 * const text = writeVnnlib({ inputs, outputs: [{ name: 'Y', shape: [2] }], properties: [{ boxes: [box], unsafe }] });
 * console.log(text.split('\n').at(-2)); // (assert (>= Y_0 Y_1))
 * ```
 */
export function writeVnnlib(text: VnnlibText): string {
  const [inputs, outputs] = [text.inputs.map(tensorOf), text.outputs.map(tensorOf)];
  const count = (tensors: readonly VnnlibTensor[]) => tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const [inputCount, outputCount] = [count(inputs), count(outputs)];
  assertUnlike([...inputs, ...outputs]);
  const names =
    text.version === '2.0'
      ? namesOfV2(nameOf(text.network ?? 'f'), inputs, outputs)
      : namesOfV1(inputCount, outputCount);
  for (const { boxes, unsafe, withInputs } of text.properties) {
    for (const box of boxes) assertBox(box, inputCount);
    for (const rows of unsafe) {
      assertPlainSpec('writeVnnlib', rows, withInputs ? inputCount + outputCount : outputCount);
    }
  }
  return [...names.declarations, '', ...assertionsOf(text.properties, names, inputCount), ''].join('\n');
}

function assertionsOf(properties: readonly Property[], names: Names, inputCount: number): string[] {
  const either = (unit: number) => (unit < inputCount ? names.input(unit) : names.output(unit - inputCount));
  const regions = properties.flatMap(({ boxes, unsafe, withInputs }) =>
    boxes.map((box) => ({
      inputs: endsOf(box, names),
      conjunctions: unsafe.map((rows) => rowsOf(rows, withInputs ? either : names.output)),
    })),
  );
  const [only] = regions;
  if (!only) return ['(assert (>= 0.0 1.0))']; // nothing is asked for: nothing is it
  const asserted = (comparisons: readonly string[]) => comparisons.map((text) => `(assert ${text})`);
  if (regions.length === 1) {
    const { inputs, conjunctions } = only;
    if (conjunctions.length === 1) return asserted([...inputs, ...conjunctions[0]!]);
    return [...asserted(inputs), orOf(conjunctions)];
  }
  return [
    orOf(regions.flatMap(({ inputs, conjunctions }) => conjunctions.map((rows) => [...inputs, ...rows]))),
  ];
}

const orOf = (conjunctions: readonly (readonly string[])[]): string =>
  ['(assert (or', ...conjunctions.map((all) => `  (and ${all.join(' ')})`), '))'].join('\n');

function endsOf({ lower, upper }: Enclosure, { input }: Names): string[] {
  return Array.from(lower, (least, i) => {
    const greatest = upper[i]!;
    return [
      ...(Number.isFinite(least) ? [`(>= ${input(i)} ${decimalText(shortDecimal(least, 'above'))})`] : []),
      ...(Number.isFinite(greatest)
        ? [`(<= ${input(i)} ${decimalText(shortDecimal(greatest, 'below'))})`]
        : []),
    ];
  }).flat();
}

function rowsOf({ c, d }: PlainSpec, name: (feature: number) => string): string[] {
  const units = c.length / d.length;
  return Array.from(d, (constant, row) =>
    rowText(c.subarray(row * units, (row + 1) * units), constant, name),
  );
}

function tensorOf(tensor: WrittenTensor): VnnlibTensor {
  const { name, shape } = tensor;
  const count = shape.reduce((product, size) => product * size, 1);
  if (!shape.every(Number.isInteger) || !(count >= 1)) {
    fail('writeVnnlib', `expected a shape of whole numbers from 1, got [${shape}] of ${name}`);
  }
  const { elementType = 'float32', onnxName } = tensor;
  if (!/^\w+$/.test(elementType) || onnxName?.includes('"')) {
    fail(
      'writeVnnlib',
      `expected a type, and a name without quotes, got ${elementType} ${onnxName} of ${name}`,
    );
  }
  return { name: nameOf(name), shape, count, elementType, ...(onnxName === undefined ? {} : { onnxName }) };
}

function nameOf(name: string): string {
  if (!/^[A-Za-z]\w*$/.test(name)) fail('writeVnnlib', `expected a name of letters and digits, got ${name}`);
  return name;
}

function assertUnlike(tensors: readonly VnnlibTensor[]): void {
  const names = tensors.map(({ name }) => name);
  const again = names.find((name, i) => names.indexOf(name) !== i);
  if (again !== undefined) fail('writeVnnlib', `expected tensors of different names, got ${again} again`);
}

function assertBox({ lower, upper }: Enclosure, count: number): void {
  if (lower.length !== count || upper.length !== count) {
    fail('writeVnnlib', `expected a box of ${count} inputs, got ${lower.length} and ${upper.length}`);
  }
  const wrong = lower.findIndex(
    (least, i) => !(least <= upper[i]!) || least === Infinity || upper[i] === -Infinity,
  );
  if (wrong >= 0) {
    fail('writeVnnlib', `expected lower <= upper, got [${lower[wrong]}, ${upper[wrong]}] at input ${wrong}`);
  }
}
