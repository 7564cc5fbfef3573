/**
 * What each package must do when it is all that is installed: a few lines of its README. `load` is `import()` in an ES module
 * project and `require` in a CommonJS one.
 */
const equal = (actual, expected) => {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
};

export const cases = {
  core: async (load) => {
    const { affineMap, isIbpError, vocabulary } = await load('@ibp/core');
    const kernel = { shape: [2, 1], data: Float32Array.of(3, -1) };
    const node = { op: 'dense', name: 'logit', inputs: [0], shape: [1], params: { kernel } };
    const [columns, weights] = [new Int32Array(2), new Float64Array(2)];
    equal([affineMap(node, [[2]]).row(0, columns, weights), ...columns, ...weights], [2, 0, 1, 3, -1]);
    try {
      vocabulary.dense.outputShape([[3]], { kernel });
    } catch (error) {
      equal(isIbpError(error), true);
    }
  },
  // what another made with tfjs, read and checked without it; and the solver's threads find their file in the package
  exact: async (load) => {
    const { checkCertificate, decodePlainNetwork, parseCertificate, verifyByMip } = await load('@ibp/exact');
    const { readFileSync } = await import('node:fs');
    const network = await decodePlainNetwork(readFileSync('fixtures/network.safetensors'));
    const certificate = parseCertificate(JSON.parse(readFileSync('fixtures/certificate.json', 'utf8')));
    const asked = [1, 2, 2, 1, 2, 0].map((label, i) => ({
      ...{ x: Array.from({ length: 16 }, (_, k) => Math.fround(((7 * i + 3 * k) % 10) / 10)), label },
      ...{ classes: 3, epsilon: 0.02, range: [0, 1] },
    }));
    const { sound, confirmed } = await checkCertificate(certificate, network, asked);
    equal([sound, confirmed], [true, { verified: 3, falsified: 3 }]);
    const other = await checkCertificate(certificate, network, [{ ...asked[0], epsilon: 0.03 }]);
    equal([other.sound, other.confirmed], [false, { verified: 0, falsified: 0 }]);

    const { highsWasm } = await load('@ibp/exact/highs');
    const solver = highsWasm();
    const box = {
      lower: Float64Array.from(asked[1].x),
      upper: Float64Array.from(asked[1].x, (v) => v + 0.01),
    };
    const row = { c: Float64Array.of(1, 0, -1), d: Float64Array.of(0) };
    equal((await verifyByMip(network, box, row, { solver, timeLimit: 60 })).status, 'verified');
    await solver.close();
  },
  // the proof of another verifier: |x| < 1.1 by the sign of x
  proofs: async (load) => {
    const { checkAptp, parseAptp } = await load('@ibp/proofs');
    const aptp = parseAptp(`
      (declare-const X_0 Real) (declare-const Y_0 Real)
      (declare-pwl N_1 N_2 ReLU)
      (assert (>= X_0 -1.0)) (assert (<= X_0 1.0))
      (assert (>= Y_0 1.1))
      (assert (or (and (< N_1 0)) (and (>= N_1 0))))`);
    const kernel = (shape, ...data) => ({ kernel: { shape, data: Float32Array.from(data) } });
    const nodes = [
      { op: 'input', name: 'x', inputs: [], shape: [1], params: {} },
      { op: 'dense', name: 'a', inputs: [0], shape: [2], params: kernel([1, 2], 1, -1) },
      { op: 'relu', name: 'b', inputs: [1], shape: [2], params: {} },
      { op: 'dense', name: 'c', inputs: [2], shape: [1], params: kernel([2, 1], 1, 1) },
    ];
    equal((await checkAptp({ nodes }, aptp)).status, 'confirmed');
  },
  // as a command and as a library, with nothing else beside it
  check: async (load) => {
    const { checkReport } = await load('@ibp/check');
    const { readFileSync, readdirSync, writeFileSync } = await import('node:fs');
    const { execFileSync } = await import('node:child_process');
    equal(readdirSync('node_modules/@ibp'), ['check']);
    const [certificate, network] = ['certificate.json', 'network.safetensors'].map(
      (file) => `fixtures/${file}`,
    );
    const inputs = JSON.stringify(
      [0, 1, 2, 3, 4, 5].map((i) =>
        Array.from({ length: 16 }, (_, k) => Math.fround(((7 * i + 3 * k) % 10) / 10)),
      ),
    );
    const files = { certificate: readFileSync(certificate), network: readFileSync(network), inputs };
    equal((await checkReport(files)).confirmed, { verified: 3, falsified: 3 });
    writeFileSync('inputs.json', inputs);
    const command = [
      'node_modules/@ibp/check/dist/bin.js',
      certificate,
      '--network',
      network,
      '--inputs',
      'inputs.json',
    ];
    equal(
      execFileSync(process.execPath, command, { encoding: 'utf8' }).includes('nothing was rejected'),
      true,
    );
  },
  matchers: async (load) => {
    await load('@ibp/backend/wasm');
    const { toBeCertified } = await load('@ibp/matchers');
    const { dense, disposeNetwork, network, relu, sequential } = await load('@ibp/layers');
    const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
    const { pass } = await toBeCertified(net, { data: { x: [[0.9, 0.1]], labels: [2] }, epsilon: 0.05 });
    equal(pass, true);
    disposeNetwork(net);
  },
  vnnlib: async (load) => {
    const { parseVnnlib, satisfies, writeVnnlib } = await load('@ibp/vnnlib');
    const tensors = { inputs: [{ name: 'X', shape: [1] }], outputs: [{ name: 'Y', shape: [2] }] };
    const box = { lower: Float64Array.of(0.1), upper: Float64Array.of(0.5) };
    const unsafe = [{ c: Float64Array.of(1, -1), d: Float64Array.of(0) }];
    const text = writeVnnlib({ ...tensors, properties: [{ boxes: [box], unsafe }] });
    const query = parseVnnlib(text);
    equal([query.properties[0].boxes[0].lower[0], satisfies(query, [0.25], [2, 1])], [0.1, true]);
  },
  // the page is in the package, whole
  lab: async (load) => {
    const { serveLab } = await load('@ibp/lab');
    const { url, close } = await serveLab();
    const page = await (await fetch(url)).text();
    const [script] = page.match(/assets\/index-[^"]+\.js/);
    const answer = await fetch(new URL(script, url));
    equal([answer.status, answer.headers.get('cross-origin-embedder-policy')], [200, 'require-corp']);
    await close();
  },
  cluster: async (load) => {
    const { folderStore, getFile, parseCampaign, putFile } = await load('@ibp/cluster');
    const store = folderStore('store');
    const hash = await putFile(store, 'kept');
    equal(new TextDecoder().decode(await getFile(store, hash, 'a file')), 'kept');
    try {
      parseCampaign({ format: 'ibp-campaign', version: 2 });
    } catch ({ message }) {
      equal(message, 'campaign: expected one of version 1, got version 2');
    }
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
  data: async (load) => {
    const { fromArrays, trainingBatch } = await load('@ibp/data');
    const dataset = fromArrays({
      name: 'two',
      images: Uint8Array.from([0, 255]),
      labels: Uint8Array.from([0, 1]),
      shape: [1],
      classes: 2,
    });
    const { x } = trainingBatch(dataset, 0, { batchSize: 2, seed: 1 });
    equal([...x.dataSync()].sort(), [0, 1]);
    const { batchThread, mnist } = await load('@ibp/data/node');
    equal(typeof mnist, 'function');
    const thread = batchThread(dataset, { batchSize: 2, seed: 1 });
    equal([...(await thread.batch(0)).x.dataSync()], [...x.dataSync()]);
    await thread.close();
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
  files: async (load) => {
    const { appendWhole, lock, writeWhole } = await load('@ibp/files');
    const release = await lock('new/a.txt');
    await writeWhole('new/a.txt', 'whole');
    await appendWhole('new/a.txt', ' and more');
    await release();
    const { readdirSync, readFileSync } = await import('node:fs');
    equal([readdirSync('new'), readFileSync('new/a.txt', 'utf8')], [['a.txt'], 'whole and more']);
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
  charts: async (load) => {
    const { lineChart } = await load('@ibp/charts');
    const points = [
      [0, 1],
      [1, 0.5],
    ];
    const svg = await lineChart({
      title: 'errors',
      x: { label: 'step' },
      y: { label: 'error' },
      series: [{ name: 'test', points }],
    });
    equal([svg.startsWith('<svg'), svg.includes('errors')], [true, true]);
  },
  report: async (load) => {
    const { renderReport } = await load('@ibp/report');
    const page = renderReport({ title: '<b>', certification: { epsilon: 0.1 } });
    equal([page.startsWith('<!doctype html>'), page.includes('<h1>&lt;b></h1>')], [true, true]);
    equal(typeof (await load('@ibp/report/components')).ReportView, 'function');
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
  cli: async (load) => {
    const { boundsMethods, mnistConfiguration } = await load('@ibp/cli');
    equal(Object.keys(mnistConfiguration.recipes), ['quick', 'paper']);
    equal('crown' in boundsMethods, true);
  },
};
