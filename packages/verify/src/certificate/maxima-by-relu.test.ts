import { inMaximaByRelu, ofMaximaByRelu, renumbered, type TreeProof } from './maxima-by-relu';

const tree = (conjunction: number): TreeProof => ({
  kind: 'tree',
  conjunctions: [conjunction],
  intermediate: 'ibp',
  leaves: [{ splits: [] }],
});

it('is one proof of all conjunctions, which has the others in it', () => {
  const proof = ofMaximaByRelu([tree(0), tree(2)]);
  expect(proof).toMatchObject({ kind: 'box-tree', form: 'maxima-by-relu', conjunctions: [0, 2] });
  expect(inMaximaByRelu(proof)).toEqual([tree(0), tree(2)]);
  expect(inMaximaByRelu(tree(0))).toBeUndefined();
});

it('has the new numbers of conjunctions in its leaves too', () => {
  const proof = renumbered(ofMaximaByRelu([tree(0), tree(1)]), (k) => 5 + 2 * k);
  expect(proof.conjunctions).toEqual([5, 7]);
  expect(inMaximaByRelu(proof)).toEqual([tree(5), tree(7)]);
  expect(renumbered(tree(1), (k) => k + 1)).toEqual(tree(2));
});
