import { fail } from '@ibp/core';
import * as v from 'valibot';
import type { Statement } from '../property/property';
import type { PerFeature } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { unpackNumbers } from './numbers';
import { type AskedFile, askedSchema } from './schema';
import { numberOf, numbersOf } from './stated';

type Example = AskedFile['examples'][number];
type Shared = Pick<AskedFile, 'epsilon' | 'range'>;

/** Inputs by the place of their example, for examples that have hashes alone. */
export type InputsByIndex = { readonly [index: number]: ArrayLike<number> };

/**
 * The statements in a file of what is asked, or in a certificate, by their place in the data. Of a certificate it is what
 * whoever made it says, so that a check of it shows that, and not that anyone asked for it: print it
 * (`inWords`), or have it compared with a file of your own.
 *
 * @param inputs of examples whose inputs are not embedded. Whether they are those of the hashes, the check finds.
 * @throws where an input is not at hand, an example comes twice, or states no radius or range.
 *
 * @example
 * ```ts
 * import { askedIn, packNumbers } from '@ibp/exact';
 *
 * const region = { kind: 'ball', input: packNumbers([0.5]) } as const;
 * const unsafe = { kind: 'other-class', label: 0, classes: 2 } as const;
 * const asked = askedIn({ epsilon: 0.1, range: [0, 1], examples: [{ index: 3, region, unsafe }] });
 * console.log([...asked.indices]); // [ 3 ]
 * ```
 */
export function askedIn(
  file: Shared & { readonly examples: readonly Example[] },
  inputs: InputsByIndex = {},
): { readonly indices: readonly number[]; readonly of: (index: number) => Statement } {
  const statements = new Map<number, Statement>();
  for (const example of file.examples) {
    const { index } = example;
    if (statements.has(index)) fail('askedIn', `expected every example once, got ${index} twice`);
    statements.set(index, statementOf(example, file, inputs[index]));
  }
  return { indices: [...statements.keys()], of: (index) => statements.get(index)! };
}

function statementOf(
  { index, region, unsafe }: Example,
  shared: Shared,
  given?: ArrayLike<number>,
): Statement {
  const where = `askedIn: example ${index}`;
  const rows = () =>
    unsafe.kind === 'rows'
      ? unsafe.any.map(({ c, d }) => ({ c: Float64Array.from(c), d: Float64Array.from(d) }))
      : fail(where, 'expected rows of boxes, got a class');
  if (region.kind === 'boxes') {
    const boxes = region.boxes.map(({ lower, upper }) => ({
      lower: Float64Array.from(lower, numberOf),
      upper: Float64Array.from(upper, numberOf),
    }));
    const withInputs = unsafe.kind === 'rows' && unsafe.of === 'inputs-and-outputs';
    // a class of boxes is said by rows
    if (unsafe.kind === 'other-class') return { boxes, unsafe: classRows(unsafe) };
    return { boxes, unsafe: rows(), ...(withInputs ? { withInputs } : {}) };
  }
  const x = 'sha256' in region.input ? given : unpackNumbers(region.input);
  if (!x) return fail(where, 'expected its input, got a hash or what is no list of numbers');
  const epsilon = region.epsilon ?? shared.epsilon;
  const range = region.range ?? shared.range;
  if (epsilon === undefined || range === undefined) return fail(where, 'expected an epsilon and a range');
  const ball = {
    x,
    epsilon: numbersOf(epsilon),
    range: [numbersOf(range[0]), numbersOf(range[1])] as readonly [PerFeature, PerFeature],
  };
  if (unsafe.kind === 'other-class') return { ...ball, label: unsafe.label, classes: unsafe.classes };
  const single = rows();
  if (unsafe.of || single.some(({ d }) => d.length !== 1)) {
    return fail(where, 'expected conjunctions of one row of outputs each for a ball');
  }
  const c = Float64Array.from(single.flatMap((row) => [...row.c]));
  return { ...ball, spec: { c, d: Float64Array.from(single, ({ d }) => d[0]!) } };
}

/** @throws when the label is no class; before rows are made, since a file may say any number of classes. */
function classRows({ label, classes }: { readonly label: number; readonly classes: number }) {
  if (classes > 2 ** 12) fail('askedIn', `expected at most 4096 classes of boxes, got ${classes}`);
  const { c } = marginSpec(label, classes);
  return Array.from({ length: classes - 1 }, (_, k) => ({
    c: c.slice(k * classes, (k + 1) * classes),
    d: new Float64Array(1),
  }));
}

/**
 * Checks the form of a file of what is asked.
 *
 * @param value what `JSON.parse` gave.
 * @throws `parseAsked: examples.0.index: Expected number but received "x"`.
 */
export function parseAsked(value: unknown): AskedFile {
  const result = v.safeParse(askedSchema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  return fail('parseAsked', `${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
}
