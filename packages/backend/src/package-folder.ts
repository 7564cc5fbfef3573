/**
 * What to import for a package of Node: its name, or the main file in the folder that an environment variable names, where
 * it was built or installed elsewhere. `import` takes no folders.
 */
export async function importable(name: string, variable: string): Promise<string> {
  const folder = process.env[variable];
  if (!folder) return name;
  // variables, and ignored: see select-backend.ts
  const builtins = ['node:module', 'node:path', 'node:url'];
  const [{ createRequire }, { resolve }, { pathToFileURL }] = (await Promise.all(
    builtins.map((builtin) => import(/* webpackIgnore: true */ /* @vite-ignore */ builtin)),
  )) as [typeof import('node:module'), typeof import('node:path'), typeof import('node:url')];
  const path = resolve(folder);
  try {
    return pathToFileURL(createRequire(resolve(path, 'package.json')).resolve(path)).href;
  } catch {
    throw new Error(`${variable}: expected the folder of ${name}, got ${folder}`);
  }
}
