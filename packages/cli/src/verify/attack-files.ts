import { attackProperty, plainNetwork } from '@ibp/verify';
import { exitCodes } from '../exit-codes';
import type { Verification } from './answer';
import { fileWitness } from './file-witness';
import { resultText } from './result-text';
import { outputOf } from './settings';
import { replayOf } from './verify-files';
import { type FilesSettings, withFiles } from './with-files';

/** Options of `attackFilesCommand`. */
export type AttackFilesSettings = FilesSettings & {
  /** How often each box is attacked, from other points every time. */
  readonly rounds: number;
  readonly seed: number;
};

/** What an attack makes of a file: `sat` with what it asks for, or nothing that is known. */
export type AttackedFiles = Pick<Verification, 'answer' | 'witness'> & {
  /** Place of the property that does not hold. */
  readonly property?: number;
};

/**
 * Looks for what a VNN-LIB file asks for in an ONNX network: an attack alone, which proves nothing where it finds nothing. The
 * exit code is 1 where a property does not hold.
 */
export async function attackFilesCommand(settings: AttackFilesSettings): Promise<AttackedFiles> {
  const { rounds, seed } = settings;
  return await withFiles(settings, async ({ onnx, network, query, asked }) => {
    const [plain, onnxruntime] = [await plainNetwork(network), await replayOf(onnx)];
    let found: AttackedFiles = { answer: 'unknown' };
    for (const [index, property] of asked) {
      const point = await attackProperty(network, property, { rounds, seed });
      const witness = point && (await fileWitness({ network, plain, query }, property, point, onnxruntime));
      if (!witness) continue;
      found = { answer: 'sat', witness, property: index };
      break;
    }
    const { say, figures } = outputOf(settings);
    say(resultText(query, { ...found, method: 'attack', nodes: 0, seconds: 0 }).trimEnd());
    await figures(found);
    process.exitCode = found.answer === 'sat' ? exitCodes.notSo : exitCodes.done;
    return found;
  });
}
