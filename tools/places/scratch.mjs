import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** TypeScript names files with slashes on every system. */
const slashes = (path) => path.replaceAll('\\', '/');

/**
 * A copy of the sources of packages in memory, in which files can be written, and what the compiler says of them.
 *
 * @param root of the repository.
 * @param packages by the names of their folders.
 */
export function scratchCopy(root, packages) {
  const options = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile).config,
      ts.sys,
      root,
    ).options,
    types: ['node', 'jest'],
  };
  const written = new Map();
  const version = new Map();
  const sources = packages.flatMap((name) =>
    ts.sys
      .readDirectory(join(root, 'packages', name, 'src'), ['.ts', '.tsx'])
      .filter((path) => !/\.test\.tsx?$/.test(path))
      .map(slashes),
  );
  const read = (path) => written.get(slashes(path)) ?? ts.sys.readFile(path);
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getCurrentDirectory: () => root,
      getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
      getScriptFileNames: () => [...new Set([...sources, ...written.keys()])],
      getScriptVersion: (path) => String(version.get(path) ?? 0),
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      fileExists: (path) => written.has(slashes(path)) || existsSync(path),
      readFile: read,
      directoryExists: (path) =>
        ts.sys.directoryExists(path) || [...written.keys()].some((file) => dirname(file) === slashes(path)),
      realpath: ts.sys.realpath,
      getDirectories: ts.sys.getDirectories,
    },
    ts.createDocumentRegistry(),
  );
  const at = (path) => slashes(join(root, path));
  return {
    /** The text of a file as it stands in the repository. */
    original: (path) => readFileSync(at(path), 'utf8'),
    /** Has exactly these files differ from the repository, by path. */
    write: (files) => {
      for (const path of [...written.keys(), ...Object.keys(files).map(at)]) {
        version.set(path, (version.get(path) ?? 0) + 1);
      }
      written.clear();
      for (const [path, text] of Object.entries(files)) written.set(at(path), text);
    },
    /** What does not compile, of these files or of all, as `path: message`. */
    faults: (paths) =>
      (paths?.map(at) ?? [...new Set([...sources, ...written.keys()])]).flatMap((path) =>
        [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
          ({ messageText }) =>
            `${path.slice(slashes(root).length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
        ),
      ),
  };
}
