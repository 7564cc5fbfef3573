import * as tf from '@tensorflow/tfjs-core';
import { capture, type TensorFunction } from '../capture/capture';
import { splitGiven } from './split-given';

const split = (fn: TensorFunction, names: readonly string[]) => {
  const shape = [2, 3];
  const { graph } = capture(fn, { x: { shape }, y: { shape } });
  return splitGiven(graph, new Set(names));
};

const ops = (nodes: readonly { readonly op: string }[]): string[] => nodes.map(({ op }) => op);

describe('splitGiven', () => {
  it('parts what comes of the given inputs alone from the rest', () => {
    const { given, between, rest } = split(
      ({ x, y }) => ({ out: tf.add(tf.exp(tf.mul(x!, 2)), tf.sin(y!)) }),
      ['x'],
    );
    expect(ops(given.nodes)).toEqual(['Mul', 'Exp']);
    expect(given.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(between).toEqual([given.nodes[1]!.outputs[0]]);
    expect(ops(rest.nodes)).toEqual(['Sin', 'Add']);
    expect(rest.inputs.map(({ name }) => name)).toEqual(['y']);
  });

  it('copies over new axes where the copies are needed', () => {
    const { given, between, rest } = split(
      ({ x, y }) => ({ out: tf.matMul(tf.broadcastTo(tf.exp(tf.slice(x!, 0, 1)), [4, 3]), y!, false, true) }),
      ['x'],
    );
    expect(ops(given.nodes)).not.toContain('Expand');
    expect(ops(rest.nodes)).toContain('Expand');
    expect(between).toHaveLength(1);
  });

  it('gives every output from the rest, and takes a given input there where it is used as it is', () => {
    const { given, between, rest } = split(
      ({ x, y }) => ({ alone: tf.exp(x!), both: tf.add(x!, y!) }),
      ['x'],
    );
    expect(given.nodes).toEqual([]);
    expect(between).toEqual([]);
    expect(rest.outputs.map(({ name }) => name)).toEqual(['alone', 'both']);
    expect(rest.inputs.map(({ name }) => name)).toEqual(['x', 'y']);
  });
});
