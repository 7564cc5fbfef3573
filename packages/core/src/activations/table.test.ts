import { piecesOf, slopesAtZero } from '../pieces';
import { type ActivationName, elementwiseOps } from './table';

const params: { readonly [K in ActivationName]?: object } = { leakyRelu: { alpha: 0.25 } };
const inPieces = (Object.keys(elementwiseOps) as ActivationName[]).filter((op) =>
  piecesOf(op, params[op] ?? {}),
);

it('knows which activations are linear in exact pieces', () => {
  expect(inPieces).toEqual(['relu', 'leakyRelu', 'relu6', 'abs']);
  expect(inPieces.map((op) => slopesAtZero(op, params[op] ?? {}))).toEqual([
    [0, 1],
    [0.25, 1],
    undefined,
    [-1, 1],
  ]);
  expect(piecesOf('dense', {})).toBeUndefined();
  expect(slopesAtZero('tanh', {})).toBeUndefined();
});

it.each(inPieces)('%s has on each piece, ends included, the value of its line', (op) => {
  const own = params[op] ?? {};
  const { kinks, slopes, shifts } = piecesOf(op, own)!;
  const value = elementwiseOps[op].value as (x: number, params: object) => number;
  const ends = [-8, ...kinks, 8];
  expect([slopes.length, shifts.length]).toEqual([kinks.length + 1, kinks.length + 1]);
  for (const [piece, slope] of slopes.entries()) {
    for (const x of [ends[piece]!, (ends[piece]! + ends[piece + 1]!) / 2, ends[piece + 1]!]) {
      expect(slope * x + shifts[piece]!).toBe(value(x, own) + 0);
    }
  }
});
