import type { Solver } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { networkOf } from '../tensors';
import { attempts } from './attempts';
import { constantNet } from './properties';

/** Where something was proved of a property, a label or a box that does not fit the network, and no error told so. */
export async function acceptedMisfits(solver: Solver): Promise<string[]> {
  const network = networkOf(constantNet());
  const accepted: string[] = [];
  try {
    const plain = await plainNetwork(network);
    for (const [name, attempt] of attempts()) {
      // an error is what is wanted
      if (await attempt({ network, plain, solver }).catch(() => false)) accepted.push(name);
    }
  } finally {
    disposeNetwork(network);
  }
  return accepted;
}
