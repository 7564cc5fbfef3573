import { equal } from './equal.mjs';

/** What packages do that make, train, attack and bound networks. */
export const networks = {
  bounds: async (load, tf) => {
    const { intervalBounds, intervalRules } = await load('@ibp/bounds');
    const x = intervalBounds(tf.tensor2d([[0, 1, 2]]), tf.tensor2d([[2, 3, 4]]));
    const { lower, upper } = intervalRules.dense(x, { kernel: tf.ones([3, 1]), bias: tf.tensor1d([2]) });
    equal([...lower.dataSync(), ...upper.dataSync()], [5, 11]);
  },
  backend: async (load, tf) => {
    const { probePrecision, selectBackend } = await load('@ibp/backend');
    const { name } = await selectBackend({ log: () => undefined });
    equal(name, 'wasm');
    equal((await probePrecision()).float32, true);
    await load('@ibp/backend/gradients');
    await load('@ibp/backend/wasm');
    equal(
      [
        ...tf
          .grad((x) => tf.square(x))(tf.tensor1d([3]))
          .dataSync(),
      ],
      [6],
    );
  },
  layers: async (load, tf) => {
    const { apply, dense, network, ones, relu, sequential } = await load('@ibp/layers');
    const net = network([2], sequential(dense(1, { kernelInitializer: ones }), relu()));
    equal([...apply(net, tf.tensor2d([[1, 2]])).dataSync()], [3]);
    await load('@ibp/layers/node');
  },
  relax: async (load, tf) => {
    const { crown } = await load('@ibp/relax');
    const { intervalBounds, linearSpec } = await load('@ibp/bounds');
    const { lower, network, relu } = await load('@ibp/layers');
    const box = intervalBounds(tf.tensor2d([[-1]]), tf.tensor2d([[3]]));
    const spec = linearSpec(tf.ones([1, 1, 1]), tf.tensor2d([[-4]])); // relu(x) < 4
    const [margin] = crown()(lower(network([1], relu())), box, spec).dataSync();
    equal(Math.abs(margin + 1) < 1e-3, true);
  },
  // without onnxruntime, an optional peer: files can be written all the same
  onnx: async (load, tf) => {
    const { compile } = await load('@ibp/onnx');
    const { networkToOnnx } = await load('@ibp/onnx/export');
    const { dense, network } = await load('@ibp/layers');
    const file = await networkToOnnx(network([2], dense(1)));
    equal(file instanceof Uint8Array && file.length > 0, true);
    const refused = await compile(({ x }) => ({ y: tf.neg(x) }), { x: { shape: [1] } }).catch(String);
    equal(refused.includes('npm install onnxruntime-node'), true);
  },
  onnxruntime: async (load, tf) => {
    const { compile } = await load('@ibp/onnx');
    const negate = await compile(({ x }) => ({ y: tf.neg(x) }), { x: { shape: [2] } });
    equal([...(await negate.run({ x: tf.tensor1d([1, -2]) })).y.data], [-1, 2]);
    await negate.dispose();
  },
  models: async (load) => {
    const { small } = await load('@ibp/models');
    const net = small({ inputShape: [32, 32, 3], classes: 10 });
    const parameters = Object.values(net.variables).reduce((sum, { size }) => sum + size, 0);
    equal(parameters, 470_918);
  },
  zoo: async (load, tf) => {
    const { catalog, zoo, zooNames } = await load('@ibp/zoo');
    const { plainZoo } = await load('@ibp/zoo/plain');
    const { apply, disposeNetwork } = await load('@ibp/layers');
    for (const name of zooNames) {
      const network = await zoo(name);
      const { inputShape, classes } = catalog[name].card;
      equal(apply(network, tf.zeros([1, ...inputShape])).shape, [1, classes]);
      equal((await plainZoo(name)).nodes.length, network.nodes.length);
      disposeNetwork(network);
    }
  },
  train: async (load, tf) => {
    const { selectBackend } = await load('@ibp/backend');
    await selectBackend({ log: () => undefined });
    const { constant, evaluate, train } = await load('@ibp/train');
    const { dense, network } = await load('@ibp/layers');
    const net = network([2], dense(2), { seed: 1 });
    const batch = () => ({
      x: tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
      labels: [0, 1],
    });
    const options = { steps: 60, batch, epsilon: constant(0.1), learningRate: constant(0.1) };
    for await (const { step } of train(net, options)) equal(step <= 60, true);
    equal((await evaluate(net, [batch()], { epsilon: 0.1 })).verifiedError, 0);
    equal(typeof (await load('@ibp/train/node')).fileStore, 'function');
  },
  attack: async (load, tf) => {
    const { attackError, pgd, spsa, square } = await load('@ibp/attack');
    const { linearSpec } = await load('@ibp/bounds');
    const { dense, network, ones } = await load('@ibp/layers');
    const net = network([2], dense(1, { kernelInitializer: ones }));
    const spec = linearSpec(tf.ones([1, 1, 1]), tf.tensor2d([[-0.5]])); // x0 + x1 < 0.5
    for (const attack of [square(), pgd({ gradients: spsa() })]) {
      const errorAt = async (epsilon) => {
        const x = tf.tensor2d([[0.2, 0.2]]);
        return attackError(await attack(net, { x, spec, epsilon }));
      };
      equal([await errorAt(0.04), await errorAt(0.1)], [0, 1]);
    }
  },
  recipes: async (load, tf) => {
    const { selectBackend } = await load('@ibp/backend');
    await selectBackend({ log: () => undefined });
    const { buildLoss, buildNetwork, findRecipe, scaleRecipe, schedulesOf } = await load('@ibp/recipes');
    const { train } = await load('@ibp/train');
    const { recipe } = findRecipe('mnist', 'ibp', 0.1);
    const short = { ...scaleRecipe(recipe, 1 / 30_000), model: 'small', batchSize: 2 };
    const net = buildNetwork(short, { shape: [28, 28, 1], classes: 10 });
    const batch = () => ({ x: tf.zeros([2, 28, 28, 1]), labels: [0, 1] });
    const options = { ...schedulesOf(short), steps: short.steps, batch, loss: buildLoss(short) };
    let last;
    for await (last of train(net, options)) equal(Number.isFinite(last.loss), true);
    equal(last.step, 2);
  },
  verify: async (load, tf) => {
    const { selectBackend } = await load('@ibp/backend');
    await selectBackend({ log: () => undefined });
    const { dense, ibp, network, relu, sequential } = await load('@ibp/layers');
    const { boundStage, certify, mipStage } = await load('@ibp/verify');
    const { highsWasm } = await load('@ibp/exact/highs');
    // both hidden units are relu(x0 - x1), which bounds of each do not see: output 0 leads by 0.1 everywhere
    const hidden = dense(2, { kernelInitializer: () => tf.tensor2d([1, 1, -1, -1], [2, 2]) });
    const output = dense(2, {
      kernelInitializer: () => tf.tensor2d([1, 0, 0, 1], [2, 2]),
      biasInitializer: () => tf.tensor1d([0.1, 0]),
    });
    const net = network([2], sequential(hidden, relu(), output));
    const solver = highsWasm();
    const options = { epsilon: 0.3, stages: [boundStage('ibp', ibp()), mipStage({ solver })], budget: 60 };
    const found = [];
    for await (const result of certify(net, [{ x: tf.fill([2, 2], 0.5), labels: [0, 1] }], options)) {
      found.push([result.index, result.verdict.status]);
    }
    await solver.close();
    equal(found.sort(), [
      [0, 'verified'],
      [1, 'falsified'],
    ]);
  },
};
