import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { transformSync } from '@swc/core';

/** Code in a text, and the line of it that it begins at. */
export type Block = { readonly line: number; readonly code: string };

/** What a program of blocks is run with. */
export type Surroundings = {
  /** The `require` of the test: what the blocks import is looked up from there. */
  readonly load: (specifier: string) => unknown;
  /** What the code takes for granted, by the names it uses; made before the first block. */
  readonly given?: () => object | Promise<object>;
};

const imports = /^import (?:([^']+?) from )?'([^']+)';/gm;

/** The names of `{ a, b as c }`, each with the one it gets. */
const namesOf = (clause: string): [name: string, as: string][] =>
  clause
    .replace(/[{}]/g, '')
    .split(',')
    .map((part) => part.trim().split(/\s+as\s+/) as [string, string?])
    .filter(([name]) => name)
    .map(([name, as = name]) => [name, as]);

/** Imports as calls: a program that is made of blocks has them within functions. */
const asCalls = (code: string): string =>
  code.replace(imports, (_, clause: string | undefined, from: string) => {
    const module = `__load(${JSON.stringify(from)})`;
    if (!clause) return `${module};`;
    if (clause.startsWith('* as ')) return `const ${clause.slice('* as '.length)} = ${module};`;
    if (!clause.startsWith('{')) throw new Error(`expected an import of names, got "${clause}"`);
    const names = namesOf(clause);
    const wanted = JSON.stringify(names.map(([name]) => name));
    return `const { ${names.map(([name, as]) => `${name}: ${as}`).join(', ')} } = __named(${module}, ${wanted});`;
  });

/** Only what is imported of this family. */
export const ownImports = (code: string): string =>
  Array.from(code.matchAll(imports), ([whole, , from]) => (from!.startsWith('@ibp/') ? whole : '')).join(
    '\n',
  );

/** Each block within those before it: it sees their names and may have its own. */
function programOf(blocks: readonly Block[], given: readonly string[]): string {
  const body = blocks.reduceRight(
    (later, { line, code }) => `{ __at(${line});\n${asCalls(code)}\n${later}}`,
    '',
  );
  const names = `const { ${given.join(', ')} } = __given;`;
  const source = `module.exports = async (__load, __named, __at, __given) => { ${names}\n${body} };`;
  const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } } as const;
  return transformSync(source, { ...options, module: { type: 'commonjs' } }).code;
}

function named(module: object, names: readonly string[]): object {
  const missing = names.filter((name) => !(name in module));
  if (missing.length > 0) throw new Error(`expected what is imported to exist, got no ${missing.join(', ')}`);
  return module;
}

/**
 * Runs blocks as one program, from the first to the last in an empty directory, each with the names of those before it.
 * Frees the variables it makes.
 *
 * @param file where the blocks are from, for errors.
 * @returns what it printed, call by call.
 * @throws what the code throws, with the line of the file at which the block begins.
 */
export async function runBlocks(
  file: string,
  blocks: readonly Block[],
  { load, given = () => ({}) }: Surroundings,
): Promise<string[]> {
  const tf = load('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
  const [backend, home] = [tf.getBackend(), process.cwd()];
  const { log, info } = console;
  const printed: string[] = [];
  const directory = mkdtempSync(path.join(tmpdir(), 'readme-'));
  let at = 0;
  try {
    process.chdir(directory);
    console.log = (...values) => void printed.push(format(...values));
    console.info = console.log;
    const values = await given();
    const module = { exports: async (..._: unknown[]): Promise<void> => undefined };
    new Function('module', programOf(blocks, Object.keys(values)))(module);
    const reach = (line: number) => {
      at = line;
    };
    await module.exports(load, named, reach, values);
  } catch (error) {
    throw new Error(`${path.basename(file)}:${at}: ${(error as Error).message}`, { cause: error });
  } finally {
    Object.assign(console, { log, info });
    process.chdir(home);
    rmSync(directory, { recursive: true, force: true });
    tf.disposeVariables();
    if (backend) await tf.setBackend(backend);
  }
  return printed;
}
