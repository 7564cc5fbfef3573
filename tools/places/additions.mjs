/** A line behind another one of a file. */
const behind = (line, added) => (text) => {
  if (!text.includes(line)) throw new Error(`places: expected the line ${line.trim()}, got none`);
  return text.replace(line, `${line}${added}`);
};
const both =
  (...edits) =>
  (text) =>
    edits.reduce((edited, edit) => edit(edited), text);
const file = (text) => () => text;

/**
 * The smallest linear op, `-x`, and an activation, ELU raised by 1, as ARCHITECTURE.md has one added: by path, how a
 * file is changed, or what a new one holds.
 */
export const additions = {
  'a linear op': {
    'packages/core/src/ops/negate.ts': file(`import { sizeOf } from '../shape';
import type { LinearOp, NoParams } from './definition';

/** \`-x\`. */
export const negate: LinearOp<NoParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: {},
  mixing: 'unitwise',
  outputShape: ([input]) => input!,
  rows: (_, [input]) => ({
    inputs: sizeOf(input!),
    outputs: sizeOf(input!),
    maxTerms: 1,
    bias: () => 0,
    row: (i, columns, weights) => {
      columns[0] = i;
      weights[0] = -1;
      return 1;
    },
  }),
};
`),
    'packages/core/src/ops/table.ts': both(
      behind("import { maxPool } from './max-pool';\n", "import { negate } from './negate';\n"),
      behind('export const vocabulary = {\n', '  negate,\n'),
    ),
    'packages/bounds/src/ops/negate.ts': file(`import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorOp } from './definition';

/** \`-x\`. */
export const negate: TensorOp<'negate'> = {
  ...vocabulary.negate,
  forward: (x) => tf.neg(x),
  interval: ({ lower, upper }) => ({ lower: tf.neg(upper), upper: tf.neg(lower) }),
  rounding: 'exact',
  reach: { of: (x) => x.clone(), fanIn: () => 1, terms: () => 1 },
  pullBack: ({ c, d }) => ({ c: tf.neg(c), d: d.clone() }),
};
`),
    'packages/bounds/src/ops/table.ts': both(
      behind("import { maxPool } from './max-pool';\n", "import { negate } from './negate';\n"),
      behind('export const ops: { readonly [K in OpName]: TensorOp<K> } = {\n', '  negate,\n'),
    ),
    'packages/testing/src/calls/calls.ts': behind('  softmax: onEach(),\n', '  negate: onEach(),\n'),
  },
  'an activation': {
    'packages/core/src/activations/table.ts': behind(
      'export const elementwiseOps = {\n',
      '  raisedElu: elementwise((x) => (x < 0 ? Math.exp(x) : x + 1)),\n',
    ),
    'packages/bounds/src/activations/raised-elu.ts': file(`import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** \`exp(x)\` below 0, \`x + 1\` above. */
export const raisedElu = monotone('raisedElu', (x) => tf.add(tf.elu(x), 1));
`),
    'packages/bounds/src/activations/table.ts': both(
      behind("import { mish } from './mish';\n", "import { raisedElu } from './raised-elu';\n"),
      behind(
        'export const activations: { readonly [K in ActivationName]: TensorOp<K> } = {\n',
        '  raisedElu,\n',
      ),
    ),
    'packages/relax/src/linear/relaxations/table.ts': behind(
      'export const relaxations: { readonly [K in ActivationName]: Relax<ParamsOf<K>> } = {\n',
      `  raisedElu: convex(
    (x) => tf.add(tf.elu(x), 1),
    (x) => tf.exp(tf.minimum(x, 0)),
  ),
`,
    ),
    'packages/exact/src/rigorous/curves.ts': behind(
      '  erf: () => erfCurve,\n',
      `  raisedElu: () =>
    rising(
      (x) => (x < 0 ? exp(x) : sum(point(x), point(1))),
      [{ to: 0, bends: 'up', slope: exp }, straight(last, point(1))],
    ),
`,
    ),
  },
};
