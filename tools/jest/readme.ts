import { readFileSync } from 'node:fs';
import { type Block, ownImports, runBlocks, type Surroundings } from './blocks';

export type ReadmeOptions = Surroundings & {
  /** Why a block cannot run here, by a piece of its text. That what it imports of ours exists is checked all the same. */
  readonly notRun?: { readonly [text: string]: string };
};

/** The blocks of JavaScript and TypeScript of a README, with the line each begins at. */
function blocksOf(readme: string): Block[] {
  return Array.from(readme.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```/gm), ({ index, 1: code }) => ({
    line: readme.slice(0, index).split('\n').length + 1,
    code: code!,
  }));
}

/**
 * Runs the code of a README as its readers do: from the first block to the last in an empty directory, each with the names
 * of those before it. Frees the variables it makes.
 *
 * @returns what it printed, call by call.
 * @throws what the code throws, with the line of the README at which the block begins.
 */
export function runReadme(file: string, options: ReadmeOptions): Promise<string[]> {
  const { notRun = {} } = options;
  const blocks = blocksOf(readFileSync(file, 'utf8'));
  const reasons = Object.keys(notRun);
  const unknown = reasons.filter((text) => !blocks.some(({ code }) => code.includes(text)));
  if (unknown.length > 0)
    throw new Error(`${file}: expected a block with ${unknown.join(' and ')}, got none`);
  const run = blocks.map((block) =>
    reasons.some((text) => block.code.includes(text)) ? { ...block, code: ownImports(block.code) } : block,
  );
  return runBlocks(file, run, options);
}
