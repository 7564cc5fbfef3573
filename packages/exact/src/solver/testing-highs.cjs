// The HiGHS of npm behind the command line of an installed one: reads and writes the same files. For tests.
const { readFileSync, writeFileSync } = require('node:fs');

const args = process.argv.slice(2);
const file = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

require('highs')().then((highs) => {
  highs.withModel({ format: 'mps', data: readFileSync(file('--model_file')) }, (model) => {
    const lines = readFileSync(file('--options_file'), 'utf8').split('\n');
    // refused by the WebAssembly build
    model.options.read(lines.filter((line) => !line.startsWith('threads')).join('\n'));
    if (file('--read_solution_file')) {
      const start = readFileSync(file('--read_solution_file'), 'utf8').matchAll(/^c\d+ (\S+)$/gm);
      model.setSolution({ colValue: Array.from(start, ([, value]) => Number(value)) });
    }
    model.run();
    writeFileSync(file('--solution_file'), model.exportSolution());
  });
});
