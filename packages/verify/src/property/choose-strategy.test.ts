import { plainDense } from '@ibp/testing';
import { turnsFor } from './choose-strategy';

const strategies = (features: number, activation: 'relu' | 'tanh' = 'relu', planes = false) => {
  const box = { lower: new Float64Array(80), upper: new Float64Array(80).fill(1, 0, features) };
  return turnsFor(plainDense([80, 2, 1], 1, activation), box, planes).map(({ strategy }) => strategy);
};

it('begins with what is likelier to end, by the features that are not fixed, and leaves time for the other', () => {
  expect(strategies(6)).toEqual(['input-split']);
  expect(strategies(20)).toEqual(['input-split', 'branch-and-bound']);
  expect(strategies(21)).toEqual(['branch-and-bound', 'input-split']);
  expect(strategies(65)).toEqual(['branch-and-bound']);
  expect(strategies(65, 'tanh')).toEqual(['branch-and-bound', 'input-split']);
  // where planes bound one hidden layer, cuts of features add little
  expect(strategies(6, 'relu', true)).toEqual(['input-split']);
  expect(strategies(20, 'relu', true)).toEqual(['branch-and-bound', 'input-split']);
});
