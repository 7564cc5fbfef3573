/**
 * All of certified training in one file, to be read from top to bottom: `npm run train --workspace examples/mnist`.
 *
 * Nothing is hidden in a command line here. `npm start` does the same with checkpoints, flags and reports.
 */
import { pgd } from '@ibp/attack';
import { selectBackend } from '@ibp/backend';
import { batches, slice, trainingBatch } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/digits';
import { disposeNetwork, ibp, ibpNormal } from '@ibp/layers';
import { small } from '@ibp/models';
import { crownIbp } from '@ibp/relax';
import { certifiedLoss, evaluate, linear, piecewise, train } from '@ibp/train';
import { attackStage, boundStage, branchAndBoundStage, certify, cleanStage, summarize } from '@ibp/verify';

/** How far each pixel, from 0 to 1, may be moved. */
const epsilon = 0.1;
const steps = Number(process.argv[2] ?? 400);

// 1. What computes: the fastest backend of tfjs that is installed and works.
await selectBackend();

// 2. Data: handwritten digits that npm brings, and a network with fresh weights.
const digits = await embeddedDigits({ heldOut: 1000 });
const network = small({ inputShape: [28, 28, 1], classes: 10, seed: 0, kernelInitializer: ibpNormal() });

// 3. Training. The radius rises from 0 over the first half, and with it the weight of the bounds in the loss.
const updates = train(network, {
  steps,
  batch: (step) => trainingBatch(digits.train, step, { batchSize: 50, seed: 0 }),
  loss: certifiedLoss(),
  epsilon: linear({ from: 0, to: epsilon, start: 0, end: steps / 2 }),
  kappa: linear({ from: 1, to: 0.5, start: 0, end: steps / 2 }),
  learningRate: piecewise([
    { value: 3e-3, from: 0 },
    { value: 6e-4, from: Math.round(0.8 * steps) },
  ]),
  clipNorm: 10,
  seed: 0,
});
for await (const { step, loss, parts } of updates) {
  if (step % 50 === 0) console.log(`step ${step} of ${steps}: loss ${loss.toFixed(3)}`, parts);
}

// 4. What it learned: errors on digits that it has not seen, and the share that interval bounds cannot prove.
const { error, verifiedError } = await evaluate(network, batches(digits.test, 100), {
  epsilon,
  bound: ibp(),
});
console.log(`test error ${(100 * error).toFixed(1)} %, verified error ${(100 * verifiedError).toFixed(1)} %`);

// 5. A proof, a counter-example or an honest unknown for each of a few, by cheap methods first.
const stages = [
  cleanStage(),
  boundStage('ibp', ibp()),
  boundStage('crown-ibp', crownIbp()),
  attackStage('pgd', pgd({ steps: 20 })),
  branchAndBoundStage(),
];
const results = [];
for await (const result of certify(network, batches(slice(digits.test, 0, 20), 20), {
  epsilon,
  stages,
  budget: 5,
})) {
  results.push(result);
  console.log(`digit ${result.index}: ${result.verdict.status}`);
}
const { verified, falsified, unknown } = summarize(results);
console.log(`${verified} verified, ${falsified} falsified, ${unknown} unknown`);
disposeNetwork(network);
