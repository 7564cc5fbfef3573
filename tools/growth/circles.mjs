import ts from 'typescript';
import { resolved } from './exported.mjs';

/** How many groups of files import one another in a circle, in types too. */
export function circlesOf(files) {
  const byPath = new Map(files.map(({ path, text }) => [path, text]));
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      ts
        .preProcessFile(text)
        .importedFiles.map(({ fileName }) =>
          fileName.startsWith('.') ? resolved(byPath, path, fileName) : undefined,
        )
        .filter(Boolean),
    ]),
  );
  // Tarjan's strongly connected components
  const [index, low, stack, on] = [new Map(), new Map(), [], new Set()];
  let circles = 0;
  const visit = (path) => {
    index.set(path, index.size);
    low.set(path, index.get(path));
    stack.push(path);
    on.add(path);
    for (const next of imports.get(path)) {
      if (!index.has(next)) visit(next);
      if (on.has(next)) low.set(path, Math.min(low.get(path), low.get(next)));
    }
    if (low.get(path) !== index.get(path)) return;
    let size = 0;
    for (let last; last !== path; size += 1) {
      last = stack.pop();
      on.delete(last);
    }
    if (size > 1) circles += 1;
  };
  for (const path of imports.keys()) if (!index.has(path)) visit(path);
  return circles;
}
