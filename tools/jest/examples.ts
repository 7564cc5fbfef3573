import { readFileSync } from 'node:fs';
import { type Block, runBlocks, type Surroundings } from './blocks';

const docstrings = /\/\*\*[\s\S]*?\*\//g;
const examples = /@example\s*\n```(?:js|ts)\n([\s\S]*?)^```/gm;

/** The `@example`s of the docstrings of a source file, with the line each begins at. */
export function examplesOf(source: string): Block[] {
  return Array.from(source.matchAll(docstrings)).flatMap(({ index, 0: docstring }) => {
    const text = docstring.replace(/^ *\* ?/gm, ''); // as many lines as before
    return Array.from(text.matchAll(examples), ({ index: at, 0: whole, 1: code }) => ({
      line: (source.slice(0, index) + text.slice(0, at + whole.indexOf('```'))).split('\n').length + 1,
      code: code!,
    }));
  });
}

/** The lines that examples say they print: `console.log(...); // this`. */
const promised = (code: string): string[] =>
  Array.from(code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm), ([, text]) => text!);

/**
 * Runs an example of a docstring on its own.
 *
 * @throws what the code throws, and where it prints anything but what the comments beside its `console.log`s say.
 */
export async function runExample(file: string, example: Block, surroundings: Surroundings): Promise<void> {
  const printed = await runBlocks(file, [example], surroundings);
  const expected = promised(example.code);
  if (expected.join('\n') === printed.join('\n')) return;
  throw new Error(
    `${file}:${example.line}: expected the example to print\n${expected.join('\n')}\ngot\n${printed.join('\n')}`,
  );
}

/** The `@example`s of a source file. */
export const readExamples = (file: string): Block[] => examplesOf(readFileSync(file, 'utf8'));
