import type { VnnlibTensor } from '../variable';

/** What is declared, and how its values are called. */
export type Names = {
  readonly declarations: readonly string[];
  readonly input: (feature: number) => string;
  readonly output: (feature: number) => string;
};

/** `X_0`, `X_1`, ... and `Y_0`, ...: all inputs one after the other, and all outputs. */
export function namesOfV1(inputCount: number, outputCount: number): Names {
  const declare = (letter: string, count: number) =>
    Array.from({ length: count }, (_, i) => `(declare-const ${letter}_${i} Real)`);
  return {
    declarations: [...declare('X', inputCount), ...declare('Y', outputCount)],
    input: (feature) => `X_${feature}`,
    output: (feature) => `Y_${feature}`,
  };
}

/** `X[0,3]`, as the tensors are shaped. */
export function namesOfV2(
  network: string,
  inputs: readonly VnnlibTensor[],
  outputs: readonly VnnlibTensor[],
): Names {
  const declare = (form: string, { name, elementType, shape, onnxName }: VnnlibTensor) =>
    `  (${form} ${name} ${elementType} [${shape}]${onnxName === undefined ? '' : ` "${onnxName}"`})`;
  return {
    declarations: [
      '(vnnlib-version <2.0>)',
      `(declare-network ${network}`,
      ...inputs.map((tensor) => declare('declare-input', tensor)),
      ...outputs.map((tensor) => declare('declare-output', tensor)),
      ')',
    ],
    input: (feature) => elementName(inputs, feature),
    output: (feature) => elementName(outputs, feature),
  };
}

function elementName(tensors: readonly VnnlibTensor[], feature: number): string {
  let rest = feature;
  for (const { name, shape, count } of tensors) {
    if (rest < count) return `${name}[${indicesOf(shape, rest)}]`;
    rest -= count;
  }
  return '';
}

function indicesOf(shape: readonly number[], feature: number): number[] {
  let rest = feature;
  return shape
    .toReversed()
    .map((size) => {
      const index = rest % size;
      rest = (rest - index) / size;
      return index;
    })
    .toReversed();
}
