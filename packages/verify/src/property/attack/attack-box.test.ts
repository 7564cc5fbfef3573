import { promising } from './attack-box';

/** Outputs are the inputs; conjunction k says that input k is above 0. */
const problem = (n: number) => {
  const identity = {
    shape: [n, n],
    data: Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) ? 0 : 1)),
  };
  const c = Float64Array.from(identity.data);
  return {
    plain: {
      nodes: [
        { op: 'input', name: 'x', inputs: [], shape: [n], params: {} },
        { op: 'dense', name: 'z', inputs: [0], shape: [n], params: { kernel: identity } },
      ],
    } as const,
    rows: {
      spec: { c, d: new Float64Array(n) },
      conjunctions: Array.from({ length: n }, (_, index) => ({ index, start: index, end: index + 1 })),
    },
  };
};

it('takes up the conjunctions that are nearest to a witness at the center, where there are too many', () => {
  const box = { lower: Float64Array.of(0, 2, -3, 1), upper: Float64Array.of(1, 4, 5, 1) };
  expect(promising(box, problem(4), 4)).toEqual([0, 1, 2, 3]);
  expect(promising(box, problem(4), 3)).toEqual([1, 2, 3]); // 3, 1 and 1
  expect(promising(box, problem(4), 1)).toEqual([1]);
  const undefinedAt1 = problem(4);
  undefinedAt1.rows.spec.d[1] = Number.NaN;
  expect(promising(box, undefinedAt1, 2)).toEqual([2, 3]);
});
