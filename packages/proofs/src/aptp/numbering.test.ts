import type { PlainNetwork } from '@ibp/core';
import { unitsInOrder } from './numbering';

it('counts the units of ReLUs, of images channel after channel', () => {
  const network = {
    nodes: [
      { op: 'input', name: 'x', inputs: [], shape: [1, 2, 2], params: {} },
      { op: 'relu', name: 'a', inputs: [0], shape: [1, 2, 2], params: {} },
      { op: 'abs', name: 'b', inputs: [1], shape: [1, 2, 2], params: {} },
      { op: 'reshape', name: 'c', inputs: [2], shape: [4], params: { shape: [4] } },
      { op: 'relu', name: 'd', inputs: [3], shape: [4], params: {} },
    ],
  } as unknown as PlainNetwork;
  const units = unitsInOrder(network).map(({ node, unit }) => `${node}.${unit}`);
  expect(units).toEqual(['0.0', '0.2', '0.1', '0.3', '3.0', '3.1', '3.2', '3.3']);
});
