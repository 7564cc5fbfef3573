import type { Solver } from '@ibp/exact';
import { disposeNetwork, type Engine, type Network } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { Drawn } from './draw-case';
import { type Fault, judge } from './judge';
import type { Claim, Given, Method } from './methods/method';
import { pose } from './pose';
import { randomOf } from './stream';
import { networkOf } from './tensors';
import { evaluator } from './truth/evaluate';

/** What all nets share. */
export type Workshop = {
  readonly engine: () => Promise<Engine>;
  readonly solver: Solver;
  /** No limits of time: what is said depends on nothing but the net. */
  readonly unhurried?: boolean;
};

/** Hears of what comes out. */
export type Listener = {
  readonly claim: (method: Method, claim: Claim, fault: Fault | undefined) => void;
  readonly threw: (method: Method, error: Error) => void;
  readonly done: (method: Method, seconds: number) => void;
};

/** What all methods are told of a net, on the current backend. */
export async function givenOf(
  { seed, index, boxes, directions }: Drawn,
  network: Network,
  workshop: Workshop,
): Promise<Omit<Given, 'random'>> {
  const plain = await plainNetwork(network);
  const by = evaluator(plain);
  const posing = randomOf(seed, index, 'rows');
  const rows = boxes.map((box) => pose(by, box, directions, posing));
  return { network, plain, evaluator: by, boxes, rows, ...workshop };
}

/** Puts one net to methods on a backend, and each of their claims to the judge. */
export async function runNet(
  drawn: Drawn,
  backend: string,
  methods: readonly Method[],
  workshop: Workshop,
  listener: Listener,
): Promise<void> {
  await tf.setBackend(backend);
  const network = networkOf(drawn.net);
  try {
    const given = await givenOf(drawn, network, workshop);
    for (const method of methods) {
      const random = randomOf(drawn.seed, drawn.index, method.name);
      const start = performance.now();
      const before = tf.memory().numTensors;
      try {
        for (const claim of await method.claims({ ...given, random }))
          listener.claim(method, claim, judge(claim, given.evaluator));
      } catch (error) {
        listener.threw(method, error as Error);
      }
      if (tf.memory().numTensors !== before) listener.threw(method, new Error('left tensors behind'));
      listener.done(method, (performance.now() - start) / 1000);
    }
  } finally {
    disposeNetwork(network);
  }
}
