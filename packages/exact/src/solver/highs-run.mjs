// What a thread of Node and a worker of a browser do alike: problems, one after the other, in a module of HiGHS of their own. Plain
// JavaScript, since threads of Node are started by path, and the same file serves the sources (jest, tsx) and, copied, the built
// package.

/** Who answers with a module that has grown past this is given up after the solve: wasm memory never shrinks. */
const RETIRE_BYTES = 512 * 2 ** 20;

/** Starts a module of HiGHS, its WebAssembly by `instantiate`, whose memory is then known. */
export const loadHighs = (factory, instantiate) =>
  new Promise((resolve, reject) => {
    let memory;
    const instantiateWasm = (imports, done) => {
      instantiate(imports).then(({ instance, module }) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        done(instance, module);
      }, reject);
      return {};
    };
    factory({ print: () => {}, printErr: () => {}, instantiateWasm }).then(
      (highs) => resolve({ highs, bytes: () => memory?.buffer.byteLength ?? 0 }),
      reject,
    );
  });

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

/** Answers requests: `load` as `loadHighs` does, when the first comes; `cpu` seconds of this thread, where they are known. */
export function answering(load, cpu = () => undefined) {
  let loading;
  return async (request) => {
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
      return { ...result, ...spent(), retire: bytes() > RETIRE_BYTES };
    } catch (error) {
      // a C++ exception, or memory at its end, leaves the module unusable
      return { status: 'failed', reason: String(error?.message ?? error), ...spent(), retire: true };
    }
  };
}
