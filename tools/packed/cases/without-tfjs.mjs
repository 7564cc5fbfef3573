import { equal } from './equal.mjs';

/** What packages do that are to work where there is no tfjs. */
export const withoutTfjs = {
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
};
