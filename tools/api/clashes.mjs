import { join, relative } from 'node:path';
import ts from 'typescript';
import { publicEntries } from './entries.mjs';

/**
 * Names that two packages export for different things: whoever imports both has to rename one. A type that says the same in
 * both is no clash: packages that may not know each other restate it.
 *
 * @param root the folder of the repository.
 * @returns a line for each, with the files that declare it.
 */
export function clashes(root) {
  const { options } = ts.parseJsonConfigFileContent(
    { extends: './tsconfig.base.json', files: [] },
    ts.sys,
    root,
  );
  const sources = publicEntries(root).map(({ source }) => join(root, source));
  const program = ts.createProgram(sources, options);
  const checker = program.getTypeChecker();
  const meanings = new Map();
  for (const source of sources) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(source));
    for (const exported of module ? checker.getExportsOfModule(module) : []) {
      const isAlias = exported.flags & ts.SymbolFlags.Alias;
      const meaning = isAlias ? checker.getAliasedSymbol(exported) : exported;
      meanings.set(exported.name, (meanings.get(exported.name) ?? new Set()).add(meaning));
    }
  }
  const isType = ({ flags }) => !(flags & ts.SymbolFlags.Value);
  const same = (a, b) => {
    const [x, y] = [a, b].map(checker.getDeclaredTypeOfSymbol);
    return isType(a) && isType(b) && checker.isTypeAssignableTo(x, y) && checker.isTypeAssignableTo(y, x);
  };
  const fileOf = ({ declarations }) => relative(root, declarations[0].getSourceFile().fileName);
  return [...meanings]
    .map(([name, found]) => [name, [...found]])
    .filter(([, [first, ...others]]) => others.some((other) => !same(first, other)))
    .map(([name, found]) => `${name}: ${found.map(fileOf).sort().join(', ')}`)
    .sort();
}
