import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { type Fault, judge } from '../judge';
import type { Method } from '../methods/method';
import type { Workshop } from '../run-net';
import { randomOf } from '../stream';
import { ALLOWED } from '../tally';
import { networkOf } from '../tensors';
import { evaluator, rowValue } from '../truth/evaluate';
import { greatest } from '../truth/greatest';
import { simpler } from './simpler';
import type { Trial } from './trial';

export type Shrunk = Trial & { readonly fault: Fault };

/** What went wrong, by which method on which backend, and what methods are given besides nets. */
export type Failing = {
  readonly method: Method;
  readonly backend: string;
  readonly like: Fault;
  readonly workshop: Workshop;
};

/**
 * The trial, if the method still gets it wrong in the same way. Where a proof is to be false and the truth has moved below
 * 0, the constant is set so that it is not.
 */
async function wrong(
  trial: Trial,
  { method, backend, like, workshop }: Failing,
): Promise<Shrunk | undefined> {
  await tf.setBackend(backend);
  const network = networkOf(trial.net);
  try {
    const plain = await plainNetwork(network);
    const by = evaluator(plain);
    const random = randomOf(7, 7);
    const [top] = greatest(by, trial.box, [{ ...trial.row, d: 0 }], random);
    if (!top || !Number.isFinite(top.value)) return undefined;
    const raised = Math.fround(-top.value);
    const constants =
      like.kind === 'false-proof'
        ? [trial.row.d, raised, Math.fround(raised + Math.abs(raised) * 2 ** -22)]
        : [trial.row.d];
    for (const d of new Set(constants)) {
      const [value, error] = rowValue({ ...trial.row, d }, by.output(top.x));
      const row = { c: trial.row.c, d, truth: { x: top.x, value, error } };
      const given = {
        network,
        plain,
        evaluator: by,
        boxes: [trial.box],
        rows: [[row]],
        random: randomOf(7, 8),
        ...workshop,
      };
      for (const claim of await method.claims(given)) {
        const fault = judge(claim, by);
        if (fault?.kind === like.kind && (like.ulps <= ALLOWED || fault.ulps > ALLOWED))
          return { ...trial, row: { c: row.c, d }, fault };
      }
    }
  } catch {
    // what cannot be asked is no simpler case of it
  } finally {
    disposeNetwork(network);
  }
  return undefined;
}

/** Makes a trial as small as cutting one thing after the other gets it, with the fault that it still shows. */
export async function shrink(trial: Trial, failing: Failing, tries = 600): Promise<Shrunk | undefined> {
  let best = await wrong(trial, failing);
  let left = tries;
  for (let again = true; again && best; ) {
    again = false;
    for (const other of simpler(best)) {
      if (left-- <= 0) return best;
      const found = await wrong(other, failing);
      if (!found) continue;
      best = found;
      again = true;
      break;
    }
  }
  return best;
}
