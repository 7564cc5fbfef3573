import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { findPackages, root } from './packages.mjs';

/**
 * Reads the docstrings of all packages: `{ app, project, modules }`, the modules called as they are imported.
 *
 * @param options what typedoc is told besides.
 */
export async function convert(options = {}) {
  const entries = findPackages().flatMap((each) => each.entries);
  const app = await Application.bootstrapWithPlugins({
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'tsconfig.base.json'),
    basePath: root,
    displayBasePath: root,
    skipErrorChecking: true, // `npm run typecheck` does that
    readme: 'none',
    excludeInternal: true,
    excludePrivate: true,
    modifierTags: ['@ibp'],
    disableGit: true,
    sourceLinkTemplate: 'https://github.com/ibp-js/ibp/blob/main/{path}#L{line}',
    logLevel: 'Error',
    ...options,
  });
  const project = await app.convert();
  if (!project) throw new Error('typedoc: expected the sources to be read, got errors');
  // a single entry is the project itself; there are many
  const modules = project.getChildrenByKind(ReflectionKind.Module);
  for (const module of modules) {
    const file = module.sources?.[0]?.fullFileName;
    const entry = entries.find(({ source }) => source === file);
    if (!entry) throw new Error(`typedoc: expected the module of an entry, got ${file}`);
    module.name = entry.name;
  }
  return { app, project, modules };
}
