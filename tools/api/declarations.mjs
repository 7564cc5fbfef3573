import { rmSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Writes the declarations of some sources, and of all that they import, into a folder, as they lie below the root. All in
 * one program: the packages need not be built, and a type that several use is worked out once.
 *
 * @throws when a declaration cannot be written, with what TypeScript says.
 */
export function writeDeclarations(root, sources, into) {
  rmSync(into, { recursive: true, force: true });
  const base = { extends: './tsconfig.base.json', files: [] };
  const { options } = ts.parseJsonConfigFileContent(base, ts.sys, root);
  const program = ts.createProgram(
    sources.map((source) => join(root, source)),
    { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: into, rootDir: root },
  );
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost(options)));
  }
}
