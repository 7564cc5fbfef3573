import { opNames } from '@ibp/core';
import { decodePlainNetwork, encodePlainNetwork, networkHash } from '@ibp/exact';
import { opCalls } from '../testing/op-calls';
import { opNetwork } from '../testing/op-network';
import { plainNetwork } from './from-network';

it.each(opNames)('a file keeps what a network computes with: %s', async (op) => {
  for (const call of opCalls(op, 4)) {
    const plain = await plainNetwork(opNetwork(call));
    const read = await decodePlainNetwork(await encodePlainNetwork(plain));
    expect(read).toEqual(plain);
    expect(await networkHash(read)).toBe(await networkHash(plain));
  }
});
