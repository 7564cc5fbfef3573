import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pathOfLocation } from './path-of-location';

const here = process.cwd();

it.each(['run', 'run 1', '100%', 'ä', 'a#b?c', 'run%201'])('reads the URL of a folder "%s"', (name) => {
  const path = join(here, name);
  expect(pathOfLocation(pathToFileURL(path).href)).toBe(path);
});

it.each(['run', 'run 1', '100%', 'ä'])(
  'reads an absolute path "%s" after the scheme to the letter',
  (name) => {
    const path = join(here, name);
    expect(pathOfLocation(`file://${path}`)).toBe(path);
  },
);

it.each(['run', './run 1', '../run%201', 'C:\\runs\\a'])(
  'reads "%s" after the scheme to the letter',
  (path) => {
    expect(pathOfLocation(`file://${path}`)).toBe(path);
  },
);
