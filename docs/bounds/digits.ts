import { type SplitDataset, trainingBatch } from '@ibp/data';
import { conv2d, dense, flatten, type Network, network, relu, sequential } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { certifiedLoss, constant, linear, nominalLoss, train } from '@ibp/train';

/** 28x28x1 to 10 classes: 2 convolutions and 2 dense layers, 3 activations, some 30,000 parameters. */
const digitsNetwork = () =>
  network(
    [28, 28, 1],
    sequential(
      ...[conv2d({ filters: 8, kernelSize: 4, strides: 2 }), relu()],
      ...[conv2d({ filters: 16, kernelSize: 4, strides: 2 }), relu()],
      ...[flatten(), dense(64), relu(), dense(10)],
    ),
    { seed: 1 },
  );

const steps = 600;

/** A network for the digits, trained with the loss of eq. 12 up to `epsilon`, or for accuracy alone where that is 0. */
export async function trainDigits({ train: data }: SplitDataset, epsilon: number): Promise<Network> {
  const net = digitsNetwork();
  const options = {
    engine: await onnxEngine(),
    steps,
    batch: (step: number) => trainingBatch(data, step, { batchSize: 100, seed: 1 }),
    epsilon: linear({ from: 0, to: epsilon, start: 100, end: 400 }),
    kappa: linear({ from: 1, to: 0.5, start: 100, end: 400 }),
    learningRate: constant(1e-3),
    loss: epsilon > 0 ? certifiedLoss() : nominalLoss(),
  };
  for await (const { step, loss } of train(net, options)) {
    if ((step + 1) % 200 === 0) console.error(`step ${step + 1} of ${steps}, loss ${loss.toFixed(3)}`);
  }
  return net;
}
