import { fail } from '@ibp/core';

const RESERVED = /^(_|variable_|assigned_)/;

/** @throws when a tensor has no usable name, or an input and an output share one, as ONNX forbids. */
export function assertNames(inputs: readonly string[], outputs: readonly string[]): void {
  for (const name of [...inputs, ...outputs]) {
    if (name === '' || RESERVED.test(name)) {
      fail('capture', `expected names that do not begin with _, variable_ or assigned_, got "${name}"`);
    }
  }
  const both = inputs.find((name) => outputs.includes(name));
  if (both !== undefined)
    fail('capture', `expected outputs named apart from the inputs, got "${both}" twice`);
}

/** What to tell of an error while recording: an op without a rule is named. */
export function explained(error: unknown): unknown {
  const [, kernel] = /^(?:Kernel|Cannot find registered kernel) '(\w+)'/.exec((error as Error).message) ?? [];
  if (!kernel) return error;
  try {
    return fail(
      'capture',
      `expected ops whose kernels have a rule, got "${kernel}" (src/kernels/table.ts lists them)`,
    );
  } catch (named) {
    return named;
  }
}
