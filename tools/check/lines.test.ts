import { readdirSync, readFileSync } from 'node:fs';

const lines = (path: string): number =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim()).length;

it('the README has the lines of each file, and of the core together', () => {
  const stated = new Map(
    [...readFileSync('README.md', 'utf8').matchAll(/^\| `?([\w/.]+)`? +\| (\d+) /gm)].map(([, path, n]) => [
      path!,
      Number(n),
    ]),
  );
  const files = ['core', 'refusals', 'extensions'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.py') && !name.startsWith('__'))
      .map((name) => `${folder}/${name}`),
  );
  const core = ['check.py', ...files.filter((path) => path.startsWith('core/'))];
  const expected = [...files, 'check.py'].map((path) => [path, lines(path)] as const);
  const all = core.reduce((sum, path) => sum + lines(path), 0);
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries([...expected, ['all', all]]));
});
