import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail } from '@ibp/core';
import { importLimits } from './file/limits';

/** The bytes of an ONNX file, and how to read what it keeps beside it: options of `fromOnnx` and `plainFromOnnx`. */
export type OnnxFile = {
  readonly bytes: Uint8Array;
  readonly external: (location: string) => Uint8Array;
};

const where = 'readOnnxFile';

/**
 * Reads an ONNX file, packed by gzip or not. Weights that it keeps in other files are read from its folder, and from
 * nowhere else: a location that leads out of it, by `..` or by a link, is an error.
 *
 * @throws naming the file when it is not there or larger than {@link importLimits} allow.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { dense, network } from '@ibp/layers';
 * import { fromOnnx } from '@ibp/onnx';
 * import { networkToOnnx } from '@ibp/onnx/export';
 * import { readOnnxFile } from '@ibp/onnx/node';
 *
 * const file = join(tmpdir(), 'net.onnx');
 * writeFileSync(file, await networkToOnnx(network([2], dense(3), { seed: 1 })));
 * const { bytes, external } = readOnnxFile(file);
 * const net = await fromOnnx(bytes, { external });
 * console.log(net.nodes.length); // 2
 * ```
 */
export function readOnnxFile(file: string): OnnxFile {
  const folder = path.dirname(path.resolve(file));
  return {
    bytes: read(file),
    external: (location) => {
      const target = path.resolve(folder, location);
      const inside = (one: string, of: string) => one.startsWith(of.endsWith(path.sep) ? of : of + path.sep);
      const leads = () => inside(realpathSync(target), realpathSync(folder));
      if (path.isAbsolute(location) || !inside(target, folder) || !guarded(target, leads)) {
        fail(
          where,
          `${file}: expected data in the folder of the model, got ${JSON.stringify(location.slice(0, 80))}`,
        );
      }
      return read(target);
    },
  };
}

/** What concerns a file, with its name in the error. */
function guarded<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    return fail(where, `${file}: expected a file that can be read, got ${(error as Error).message}`);
  }
}

const read = (file: string): Uint8Array =>
  guarded(file, () => {
    const stats = statSync(file);
    // a pipe or a device may never end
    if (!stats.isFile()) throw new Error('no file');
    if (stats.size > importLimits.bytes)
      throw new Error(`${stats.size} bytes, more than ${importLimits.bytes}`);
    return readFileSync(file);
  });
