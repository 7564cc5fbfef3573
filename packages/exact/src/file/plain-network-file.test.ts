import {
  decodeSafetensors,
  encodeSafetensors,
  isIbpError,
  type PlainNetwork,
  type Safetensors,
} from '@ibp/core';
import { plainChain, plainDense, plainResidual, plainTensor, randomNetwork, stream } from '@ibp/testing';
import { networkHash } from '../certificate/hash';
import { plainForward } from '../plain/forward';
import { decodePlainNetwork } from './decode-plain-network';
import { encodePlainNetwork } from './encode-plain-network';

describe('the file of a plain network', () => {
  it.each([
    ['dense layers', plainDense([4, 5, 3], 1)],
    ['a residual convolutional network', plainResidual(2)],
    ['pools and a concatenation', randomNetwork(3)],
    ['an input alone', plainChain([2, 3])],
  ])('gives back %s, with its hash', async (_, network) => {
    const read = await decodePlainNetwork(await encodePlainNetwork(network));
    expect(read).toEqual(network);
    expect(await networkHash(read)).toBe(await networkHash(network));
  });

  it('keeps every bit: of -0, of numbers next to 0, of what is not finite', async () => {
    const kernel = plainTensor([1, 5], [-0, 1e-45, Number.NaN, Number.POSITIVE_INFINITY, 0.1]);
    const network = plainChain([1], ['dense', { kernel, bias: undefined }], ['leakyRelu', { alpha: 0.1 }]);
    const { nodes } = await decodePlainNetwork(await encodePlainNetwork(network));
    const bits = ({ data }: { data: Float32Array }) => [
      ...new Uint32Array(data.buffer, data.byteOffset, data.length),
    ];
    expect(bits((nodes[1]!.params as { kernel: typeof kernel }).kernel)).toEqual(bits(kernel));
    expect(nodes[1]!.params).not.toHaveProperty('bias');
    expect(nodes[2]!.params).toEqual({ alpha: 0.1 }); // in float64
    expect(await networkHash({ nodes })).toBe(await networkHash(network));
  });

  it('is a safetensors file: arrays by node and parameter, the graph and the hash in its metadata', async () => {
    const network = plainDense([2, 3], 1);
    const { arrays, metadata } = decodeSafetensors('test', await encodePlainNetwork(network));
    expect(Object.keys(arrays)).toEqual(['1.kernel', '1.bias']);
    expect(metadata.format).toBe('ibp-network-1');
    expect(metadata.network).toBe(await networkHash(network));
    expect(JSON.parse(metadata.graph!)[1]).toEqual({
      op: 'dense',
      name: 'dense_1',
      inputs: [0],
      shape: [3],
      options: {},
    });
  });

  it('is not written of what could not be read', async () => {
    const network = plainChain([1], ['pad', { paddings: [[1, 0]], value: Number.NEGATIVE_INFINITY }]);
    await expect(encodePlainNetwork(network)).rejects.toThrow(
      'encodePlainNetwork: node 1 ("pad_1"): expected value to be a finite number, got -Infinity',
    );
  });
});

describe('a file from elsewhere', () => {
  type Draft = { arrays: { [name: string]: unknown }; metadata: { [key: string]: string }; graph: Graph };
  type Graph = { [key: string]: unknown }[];

  /** A convolution and a pool, changed, with the hash that it had. */
  async function changed(change: (draft: Draft) => void): Promise<Uint8Array> {
    const kernel = plainTensor([2, 2, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const network = plainChain(
      [3, 3, 1],
      ['conv2d', { kernel, strides: [1, 1], padding: 'valid' }],
      ['add', {}, [1, 1]],
      ['maxPool', { size: [2, 2], strides: [2, 2], padding: 'same' }],
    );
    const { arrays, metadata } = decodeSafetensors('test', await encodePlainNetwork(network));
    const draft: Draft = {
      arrays: { ...arrays },
      metadata: { ...metadata },
      graph: JSON.parse(metadata.graph!),
    };
    change(draft);
    const graph =
      draft.metadata.graph === metadata.graph ? JSON.stringify(draft.graph) : draft.metadata.graph!;
    return encodeSafetensors({ ...draft, metadata: { ...draft.metadata, graph } } as unknown as Safetensors);
  }

  const one = plainTensor([1], [1]);
  it.each<[string, (draft: Draft) => void, string]>([
    [
      'another format',
      ({ metadata }) => {
        metadata.format = 'ibp-network-2';
      },
      'expected format ibp-network-1, got ibp-network-2',
    ],
    [
      'weights alone',
      ({ metadata }) => {
        delete metadata.format;
      },
      'expected format ibp-network-1, got none',
    ],
    [
      'no JSON',
      ({ metadata }) => {
        metadata.graph = '[';
      },
      'expected a graph in JSON, got none',
    ],
    [
      'no list of nodes',
      ({ metadata }) => {
        metadata.graph = '{}';
      },
      'graph : ',
    ],
    [
      'no nodes',
      (draft) => {
        draft.arrays = {};
        draft.graph = [];
      },
      'expected an input, got no nodes',
    ],
    [
      'another number',
      ({ arrays }) => {
        arrays['1.kernel'] = plainTensor([2, 2, 1, 2], [1, 2, 3, 4, 5, 6, 7, 9]);
      },
      'expected the network ',
    ],
    [
      'a changed option',
      ({ graph }) => {
        graph[3]!.options = { size: [1, 2], strides: [2, 2], padding: 'same' };
      },
      'expected the network ',
    ],
    [
      'an unknown op',
      ({ graph }) => {
        graph[2]!.op = 'divide';
      },
      'node 2 ("add_2"): expected an op of the vocabulary, got "divide"',
    ],
    [
      'an op of every object',
      ({ graph }) => {
        graph[2]!.op = 'constructor';
      },
      'expected an op of the vocabulary',
    ],
    [
      'a second input',
      ({ graph }) => {
        graph[2]!.op = 'input';
      },
      'expected an op of the vocabulary, got "input"',
    ],
    [
      'no input first',
      ({ graph }) => {
        graph[0]!.op = 'relu';
      },
      'node 0 ("input"): expected the input, got op "relu"',
    ],
    [
      'a loop',
      ({ graph }) => {
        graph[2]!.inputs = [1, 2];
      },
      'node 2 ("add_2"): expected inputs from 0 to 1, got 2',
    ],
    [
      'a negative index',
      ({ graph }) => {
        graph[2]!.inputs = [1, -1];
      },
      'graph 2.inputs.1: ',
    ],
    [
      'too few inputs',
      ({ graph }) => {
        graph[2]!.inputs = [1];
      },
      'node 2 ("add_2"): expected 2 inputs, got 1',
    ],
    [
      'inputs that do not fit',
      ({ graph }) => {
        graph[2]!.inputs = [0, 1];
      },
      'node 2 ("add_2"): add: expected two inputs of one shape',
    ],
    [
      'another shape',
      ({ graph }) => {
        graph[1]!.shape = [2, 2, 3];
      },
      'expected shape [2,2,2] of conv2d, got [2,2,3]',
    ],
    [
      'a broken shape',
      ({ graph }) => {
        graph[1]!.shape = [2, 2, 2.5];
      },
      'graph 1.shape.2: ',
    ],
    [
      'more units than anyone has',
      ({ graph }) => {
        graph[0]!.shape = [2 ** 20, 2 ** 20, 1];
      },
      'expected at most 268435456 units of all nodes',
    ],
    [
      'an array of no node',
      ({ arrays }) => {
        arrays['7.kernel'] = one;
      },
      'expected arrays of 4 nodes, got "7.kernel"',
    ],
    [
      'an array without a node',
      ({ arrays }) => {
        arrays.kernel = one;
      },
      'got "kernel"',
    ],
    [
      'an array of an op without any',
      ({ arrays }) => {
        arrays['2.kernel'] = one;
      },
      'expected no parameters, got "kernel"',
    ],
    [
      'an array twice',
      ({ graph }) => {
        graph[1]!.options = { kernel: 1 };
      },
      'expected "kernel" of node 1 once, got an array and an option',
    ],
    [
      'a missing array',
      ({ arrays }) => {
        delete arrays['1.kernel'];
      },
      'expected kernel to be a tensor, got none',
    ],
    [
      'an option in its place',
      (draft) => {
        draft.arrays = {};
        draft.graph[1]!.options = { kernel: [1, 2] };
      },
      'expected kernel to be a tensor, got [1,2]',
    ],
    [
      'a missing option',
      ({ graph }) => {
        graph[1]!.options = { strides: [1, 1] };
      },
      'expected padding to be "valid" or "same", got none',
    ],
    [
      'an option of another kind',
      ({ graph }) => {
        graph[1]!.options = { strides: ['1', '1'], padding: 'valid' };
      },
      'graph 1.options.strides',
    ],
    [
      'one number for two',
      ({ graph }) => {
        graph[1]!.options = { strides: [1], padding: 'valid' };
      },
      'expected strides to be two whole numbers, got [1]',
    ],
    [
      'a field that nothing reads',
      ({ graph }) => {
        graph[1]!.note = 'x';
      },
      'graph 1.note: ',
    ],
    [
      'a kernel of another rank',
      ({ arrays }) => {
        arrays['1.kernel'] = plainTensor([8], new Float32Array(8));
      },
      'node 1 ("conv2d_1"): conv2d: expected input',
    ],
  ])('is refused: %s', async (_, change, message) => {
    await expect(decodePlainNetwork(await changed(change))).rejects.toThrow(message);
  });

  it('is as good as ours where nothing was changed', async () => {
    const { nodes } = await decodePlainNetwork(await changed(() => undefined));
    expect(nodes.map(({ op }) => op)).toEqual(['input', 'conv2d', 'add', 'maxPool']);
  });

  it('is refused, or gives the same network, whatever byte was changed', async () => {
    const network = plainDense([2, 3, 2], 5);
    const bytes = await encodePlainNetwork(network);
    const x = Float64Array.of(0.3, -0.7);
    const expected = plainForward(network, x);
    const next = stream(1);
    let refused = 0;
    for (let run = 0; run < 400; run++) {
      const copy = bytes.slice();
      copy[Math.floor(next() * copy.length)]! ^= 1 << Math.floor(next() * 8);
      const read = await decodePlainNetwork(copy).catch((error: unknown) => error);
      if (isIbpError(read)) refused++;
      else expect(plainForward(read as PlainNetwork, x)).toEqual(expected); // a letter of a name, a blank
    }
    expect(refused).toBeGreaterThan(300);
  });

  it('is refused however it is cut', async () => {
    const bytes = await encodePlainNetwork(plainDense([2, 3], 5));
    for (let length = 0; length < bytes.length; length += 7) {
      await expect(decodePlainNetwork(bytes.subarray(0, length))).rejects.toThrow('decodePlainNetwork: ');
    }
  });
});
