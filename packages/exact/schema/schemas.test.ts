import { readFileSync } from 'node:fs';
import { folder } from './folder';
import { schemas } from './schemas';

it.each(Object.keys(schemas))(
  '%s is what certificates are read by: else `npm run schema` in this package',
  (file) => {
    expect(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))).toEqual(schemas[file]);
  },
);
