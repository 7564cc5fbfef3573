import { posix } from 'node:path';
import ts from 'typescript';

/** The file that a relative import means, among those that there are. */
export function resolved(byPath, from, specifier) {
  const base = posix.join(posix.dirname(from), specifier);
  return [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`, base].find((path) => byPath.has(path));
}

/** The names that a file exports, those of others that it passes on among them. */
function namesOf(byPath, path, seen = new Set()) {
  if (seen.has(path) || !byPath.has(path)) return [];
  seen.add(path);
  const source = ts.createSourceFile(path, byPath.get(path), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier: from } = statement;
      if (clause)
        return ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [clause.name.text];
      const other = from && resolved(byPath, path, from.text);
      return other ? namesOf(byPath, other, seen) : [];
    }
    if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (statement.declarationList) return statement.declarationList.declarations.map(({ name }) => name.text);
    return statement.name ? [statement.name.text] : [];
  });
}

/** How many names a package exports by all its entries. */
export function exportedNames({ files, manifests }, folder) {
  const byPath = new Map(files.map(({ path, text }) => [path, text]));
  const entries = Object.values(manifests[folder].exports ?? {})
    .map((entry) => entry?.['@ibp/source'])
    .filter(Boolean);
  return new Set(entries.flatMap((entry) => namesOf(byPath, posix.join(folder, entry)))).size;
}
