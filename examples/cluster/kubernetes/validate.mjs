/** Checks manifests against the schema of Kubernetes: `node kubernetes/validate.mjs shards.yaml`. The schemas are ES modules alone. */
import { readFileSync } from 'node:fs';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';

const kinds = { Deployment, Job };

for (const file of process.argv.slice(2)) {
  const manifest = parse(readFileSync(file, 'utf8'));
  const Kind = kinds[manifest.kind];
  if (!Kind) throw new Error(`${file}: expected ${Object.keys(kinds)}, got ${manifest.kind}`);
  new Kind(manifest).validate();
  console.log(`${manifest.kind} ${manifest.metadata.name}`);
}
