import { execFileSync } from 'node:child_process';

const git = (root, ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 30 });

/** The text of files of a commit, by one call: `git cat-file --batch` says of each how long it is. */
function textsOf(root, commit, paths) {
  const output = execFileSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: paths.map((path) => `${commit}:${path}\n`).join(''),
    maxBuffer: 2 ** 30,
  });
  let at = 0;
  return paths.map((path) => {
    const end = output.indexOf('\n', at);
    const length = Number(output.subarray(at, end).toString().split(' ')[2]);
    at = end + 1 + length + 1;
    return { path, text: output.subarray(end + 1, end + 1 + length).toString() };
  });
}

/** The sources of packages at a commit, without tests and what tests share, and the manifests by folder. */
export function sourcesAt(root, commit) {
  const paths = git(root, 'ls-tree', '-r', '--name-only', commit, 'packages', 'examples').split('\n');
  const sources = paths.filter(
    (path) =>
      /^(packages\/[^/]+\/src|examples\/common)\/.*\.tsx?$/.test(path) &&
      !/\.test\.tsx?$|\/src\/(.*\/)?testing[/.-]/.test(path),
  );
  const files = textsOf(root, commit, sources).map(({ path, text }) => ({
    ...{ path, text },
    code: text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
  }));
  const manifests = paths.filter((path) => /^(packages|examples)\/[^/]+\/package\.json$/.test(path));
  return {
    files,
    manifests: Object.fromEntries(
      textsOf(root, commit, manifests).map(({ path, text }) => [
        path.replace('/package.json', ''),
        JSON.parse(text),
      ]),
    ),
  };
}
