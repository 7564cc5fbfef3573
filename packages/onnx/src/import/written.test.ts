import { plainFromOnnx } from './plain-from-onnx';
import { floats, modelOf, node } from './testing/model';

/** The ops that a file of these nodes becomes. */
const opsOf = (nodes: readonly object[], initializer: readonly object[] = []): string =>
  plainFromOnnx(modelOf(nodes, { initializer }))
    .nodes.map(({ op }) => op)
    .slice(1)
    .filter((op) => op !== 'reshape')
    .join(' ');

const [half, one, root, twenty] = [0.5, 1, Math.SQRT2, 20].map((value, i) => floats(`c${i}`, [], [value]));
const gate = [node('Div', ['x', 'c2'], ['a']), node('Erf', ['a'], ['b']), node('Add', ['b', 'c1'], ['c'])];

describe('what exporters write for one function is that function', () => {
  it.each<[string, readonly object[], string]>([
    ['silu', [node('Sigmoid', ['x'], ['s']), node('Mul', ['s', 'x'], ['y'])], 'silu'],
    [
      'mish',
      [node('Softplus', ['x'], ['s']), node('Tanh', ['s'], ['t']), node('Mul', ['x', 't'], ['y'])],
      'mish',
    ],
    ['gelu', [...gate, node('Mul', ['x', 'c'], ['d']), node('Mul', ['d', 'c0'], ['y'])], 'gelu'],
    [
      'gelu, halved first',
      [...gate, node('Mul', ['x', 'c0'], ['d']), node('Mul', ['c', 'd'], ['y'])],
      'gelu',
    ],
    [
      'softsign',
      [node('Abs', ['x'], ['a']), node('Add', ['a', 'c1'], ['b']), node('Div', ['x', 'b'], ['y'])],
      'softsign',
    ],
    [
      'softplus',
      [
        node('Softplus', ['x'], ['s']),
        node('Greater', ['x', 'c3'], ['b']),
        node('Where', ['b', 'x', 's'], ['y']),
      ],
      'softplus',
    ],
  ])('%s', (_, nodes, ops) => {
    expect(opsOf(nodes, [half!, one!, root!, twenty!])).toBe(ops);
  });
});

describe('what normalisations multiply by', () => {
  const nodes = (of: string) => [
    node(of, ['x'], ['s']),
    node('ReduceMean', ['s'], ['v'], { axes: [1], keepdims: 1 }),
    node('Add', ['v', 'c0'], ['e']),
    node('Sqrt', ['e'], ['r']),
    node('Div', ['x', 'r'], ['y']),
  ];
  const read = (of: string) =>
    plainFromOnnx(modelOf(nodes(of), { initializer: [half!] }, [1, 4])).nodes.map(({ op }) => op);

  it('is one function where a variance is under the root', () => {
    expect(read('Abs')).toContain('inverseRoot');
    expect(read('Abs')).not.toContain('sqrt');
  });

  it('and is not where what is under the root may be below 0', () => {
    expect(read('Identity')).toContain('sqrt');
    expect(read('Sin')).toContain('reciprocal');
  });
});

it('and another function is not', () => {
  const other = [node('Neg', ['x'], ['z']), node('Sigmoid', ['z'], ['s']), node('Mul', ['s', 'x'], ['y'])];
  expect(opsOf(other)).toBe('affine sigmoid multiply');
  const less = [...gate, node('Mul', ['x', 'c'], ['y'])];
  expect(opsOf(less, [one!, root!])).toBe('affine erf affine multiply');
});

it('refuses to choose between values by a comparison of them', () => {
  const nodes = (...last: object[]) => [
    node('Neg', ['x'], ['n']),
    node('Greater', ['x', 'c0'], ['b']),
    ...last,
  ];
  const read =
    (...last: object[]) =>
    () =>
      opsOf(nodes(...last), [half!]);
  expect(read(node('Where', ['b', 'x', 'n'], ['y']))).toThrow('expected a constant condition');
  expect(read(node('Cast', ['b'], ['y'], { to: 1 }))).toThrow("got a comparison of the network's values");
  expect(read(node('Identity', ['b'], ['y']))).toThrow("got a comparison of the network's values");
  expect(() => opsOf([node('Greater', ['x', 'c0'], ['y'])], [half!])).toThrow('got a condition');
});

it('adds the bias where the product is, unless something else needs the product', () => {
  const w = floats('w', [4, 4], Array(16).fill(1));
  const b = floats('b', [4], [1, 2, 3, 4]);
  const product = node('MatMul', ['x', 'w'], ['m']);
  expect(opsOf([product, node('Add', ['m', 'b'], ['y'])], [w, b])).toBe('dense');
  const both = [product, node('Add', ['m', 'b'], ['s']), node('Mul', ['m', 's'], ['y'])];
  expect(opsOf(both, [w, b])).toBe('dense affine multiply');
});

it('refuses weights that are no numbers', () => {
  const read = () => opsOf([node('Add', ['x', 'w'], ['y'])], [floats('w', [4], [1, Number.NaN, 3, 4])]);
  expect(read).toThrow('fromOnnx: node "y": expected finite weights, got NaN in its shift');
});
