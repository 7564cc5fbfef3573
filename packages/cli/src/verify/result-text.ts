import type { VnnlibQuery, VnnlibTensor } from '@ibp/vnnlib';
import type { FileWitness, Verification } from './answer';

/**
 * The competition's result file: the answer, and what was found in the form of the file's version: `((X_0 0.5) ... (Y_0 1))`
 * of 1.0, and of 2.0 each tensor with its type, its shape and a value a line.
 *
 * @param query what was asked; nothing where it could not be read.
 */
export function resultText(query: VnnlibQuery | undefined, { answer, witness }: Verification): string {
  if (!witness || !query) return `${answer}\n`;
  return `${answer}\n${query.version === '1.0' ? pairs(witness) : tensors(query, witness)}\n`;
}

function pairs({ input, output }: FileWitness): string {
  const named = (letter: string, values: readonly number[]) =>
    values.map((value, i) => `(${letter}_${i} ${value})`);
  return `(${[...named('X', input), ...named('Y', output)].join('\n ')})`;
}

function tensors({ inputs, outputs }: VnnlibQuery, { input, output }: FileWitness): string {
  return [...lines(inputs, input), ...lines(outputs, output)].join('\n');
}

function lines(declared: readonly VnnlibTensor[], values: readonly number[]): string[] {
  let at = 0;
  return declared.flatMap(({ name, elementType, shape, count }) => {
    at += count;
    return [`${name} ${elementType} [${shape}]`, ...values.slice(at - count, at).map(String)];
  });
}
