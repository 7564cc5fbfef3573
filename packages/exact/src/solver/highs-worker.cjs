// What a solver thread runs: one problem after the other in a HiGHS module of its own. Plain CommonJS, so that the
// same file serves the sources (jest, tsx) and, copied, the built package.
const { readFileSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');

/** A thread whose module has grown past this is given up after the solve: wasm memory never shrinks. */
const RETIRE_BYTES = 512 * 2 ** 20;

let loading;

async function load() {
  let memory;
  const binary = readFileSync(require.resolve('highs/runtime'));
  const highs = await require('highs')({
    print: () => {},
    printErr: () => {},
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(binary, imports).then(({ instance, module }) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        done(instance, module);
      });
      return {};
    },
  });
  return { highs, bytes: () => memory?.buffer.byteLength ?? 0 };
}

/** Seconds of processor time of this thread, where Linux tells. */
function cpu() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return undefined;
  }
}

function run(highs, { model, options, start }) {
  const solver = highs.createModel();
  try {
    solver.options.set({ output_flag: false });
    solver.options.set(options);
    solver.passModel(model);
    if (start) solver.setSolution({ colValue: start });
    solver.run();
    const { constants } = highs;
    const code = solver.getModelStatus();
    const status = Object.keys(constants.modelStatus).find((name) => constants.modelStatus[name] === code);
    const has = (what) => Number(solver.info.get(what));
    const solution = solver.getSolution();
    return {
      status,
      ...(has('primal_solution_status') === 2 && {
        objective: has('objective_function_value'),
        x: solution.colValue,
      }),
      ...(!model.integrality && has('dual_solution_status') > 0 && { rowDuals: solution.rowDual }),
      ...(model.integrality && { bound: has('mip_dual_bound'), nodes: has('mip_node_count') }),
    };
  } finally {
    solver.dispose();
  }
}

parentPort.on('message', async (request) => {
  const started = performance.now();
  const before = cpu();
  const spent = () => {
    const seconds = (performance.now() - started) / 1e3;
    return { seconds, cpuSeconds: before === undefined ? seconds : cpu() - before };
  };
  try {
    loading ??= load();
    const { highs, bytes } = await loading;
    const result = run(highs, request);
    parentPort.postMessage({ ...result, ...spent(), retire: bytes() > RETIRE_BYTES });
  } catch (error) {
    // a C++ exception, or memory at its end, leaves the module unusable
    const reason = String(error?.message ?? error);
    parentPort.postMessage({ status: 'failed', reason, ...spent(), retire: true });
  }
});
