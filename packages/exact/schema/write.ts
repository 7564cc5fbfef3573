import { writeFileSync } from 'node:fs';
import { folder } from './folder';
import { schemas } from './schemas';

for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(`${folder}/${file}`, `${JSON.stringify(schema, null, 2)}\n`);
}
