import { batches, toy } from '@ibp/data';
import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { adversarialLoss, certifiedLoss, constant, linear, nominalLoss, train } from '@ibp/train';

/** The losses after some steps of the training page with ε to 0.08 and κ to 0.5 over the first 20 steps, in Node. */
export async function trainedLosses(seed: number, steps: number): Promise<number[]> {
  const dataset = toy({ seed });
  const found: number[] = [];
  for (const loss of [nominalLoss(), adversarialLoss(), certifiedLoss()]) {
    const net = network([2], sequential(dense(50), relu(), dense(50), relu(), dense(2)), { seed });
    const updates = train(net, {
      ...{ steps: 400, learningRate: constant(3e-3), loss, seed },
      batch: () => batches(dataset, dataset.count).next().value!,
      epsilon: linear({ from: 0, to: 0.08, start: 0, end: 20 }),
      kappa: linear({ from: 1, to: 0.5, start: 0, end: 20 }),
    });
    let last = Number.NaN;
    for (let k = 0; k < steps; k++) last = (await updates.next()).value!.loss;
    await updates.return(undefined as never);
    found.push(last);
    disposeNetwork(net);
  }
  return found;
}
