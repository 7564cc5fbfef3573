import * as tf from '@tensorflow/tfjs-core';
import { capture } from './capture';

const count = (graph: { nodes: readonly { op: string }[] }, op: string): number =>
  graph.nodes.filter((node) => node.op === op).length;

const image = { x: { shape: [2, 8, 8, 3] } };

it('names a kernel that has no rule', () => {
  expect(() => capture(({ x }) => ({ y: tf.image.flipLeftRight(x as tf.Tensor4D) }), image)).toThrow(
    'capture: expected ops whose kernels have a rule, got "FlipLeftRight"',
  );
});

it('refuses a function that reads what its inputs are', () => {
  const reading = ({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, tf.sum(x).dataSync()[0]!) });
  expect(() => capture(reading, image)).toThrow('do not depend on the values of its inputs');
});

it('refuses a function that makes variables, and frees them', () => {
  const before = tf.memory().numTensors;
  expect(() => capture(({ x }) => ({ y: tf.variable(x) }), image)).toThrow(
    'expected a function that makes no variables',
  );
  expect(tf.memory().numTensors).toBe(before);
});

it.each([
  [{ x: { shape: [] } }, 'x', 'expected outputs named apart from the inputs, got "x" twice'],
  [{ x: { shape: [] } }, '_v0', 'expected names that do not begin with _, variable_ or assigned_, got "_v0"'],
])('refuses names that a graph cannot have', (inputs, output, message) => {
  expect(() => capture(({ x }) => ({ [output]: tf.add(x!, 1) }), inputs)).toThrow(message);
});

it('leaves the backend, the tensors and the variables as they were', () => {
  const v = tf.variable(tf.scalar(3));
  const [backend, tensors, dataId] = [tf.getBackend(), tf.memory().numTensors, v.dataId];
  const { reads, writes } = capture(({ x }) => {
    v.assign(tf.add(v, tf.sum(x)));
    return { y: v };
  }, image);
  expect([tf.getBackend(), tf.memory().numTensors, v.dataSync()[0]]).toEqual([backend, tensors, 3]);
  expect(v.dataId).toBe(dataId);
  expect([[...reads.values()], [...writes.values()]]).toEqual([[v], [v]]);
  v.dispose();
});

it('transposes nothing between two convolutions, and nothing for their gradients by the bias', () => {
  const convolve = (x: tf.Tensor, filters: tf.Tensor, bias: tf.Tensor) =>
    tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, filters as tf.Tensor4D, 1, 'same'), bias));
  const inputs = { ...image, f: { shape: [3, 3, 3, 3] }, b: { shape: [3] } };
  const { graph } = capture(
    ({ x, f, b }) => ({ y: tf.sum(convolve(convolve(x, f, b), f, b), [1, 2]) }),
    inputs,
  );
  // the input, and the filter that both share
  expect([count(graph, 'Conv'), count(graph, 'Transpose')]).toEqual([2, 2]);
  const gradient = capture(({ x, f, b }) => ({ db: tf.grad((bias) => convolve(x, f, bias))(b) }), inputs);
  expect(count(gradient.graph, 'Transpose')).toBe(2);
});

it('holds a tensor from outside once, as a constant', () => {
  const table = tf.randomUniform([8, 3], 0, 1, 'float32', 1);
  const { graph } = capture(({ x }) => ({ y: tf.mul(tf.add(x, table), tf.add(table, 1)) }), image);
  expect(graph.constants.filter(({ data }) => data.length === 24)).toHaveLength(1);
  expect(graph.inputs).toHaveLength(1);
});

it('computes what is asked for twice once, and what is not needed never', () => {
  const { graph } = capture(({ x }) => {
    tf.exp(x);
    return { y: tf.add(tf.abs(x), tf.abs(x)) };
  }, image);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Abs', 'Add']);
});
