import { selectBackend } from '@ibp/backend';
import type { Property } from '@ibp/exact';
import { disposeNetwork, type Network } from '@ibp/layers';
import type { VnnlibQuery } from '@ibp/vnnlib';
import { checkPaths } from '../check-paths';
import { userPath } from '../run-folder';
import { assertFits, endless } from './fits';
import { networkPath } from './read-files';
import { imported, parsed } from './verify-files';

/** An ONNX file and a VNN-LIB file of it, as given, and what is read of them. */
export type FilesSettings = {
  readonly network: string;
  readonly property: string;
  /** Which property of the file alone; all of them unless given. */
  readonly only?: number;
  readonly backend?: string;
  readonly json?: string | true;
};

/** What the files have come to: a network, and the properties that are asked about, with their places in the file. */
export type Opened = {
  readonly onnx: string;
  readonly network: Network;
  readonly query: VnnlibQuery;
  readonly asked: readonly (readonly [index: number, property: Property])[];
};

/**
 * Reads the files, for as long as they are used.
 *
 * @throws naming the file that is not there, is none of its kind or not one of the network, asks for nothing or of inputs
 * without ends.
 */
export async function withFiles<T>(
  { network: file, property, only, backend, json }: FilesSettings,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  if (json !== undefined && json !== true) checkPaths({ json });
  const [onnx, vnnlib] = [networkPath(file), property].map(userPath) as [string, string];
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  const query = parsed(vnnlib);
  const refuse = (problem: string): never => {
    throw new Error(`${vnnlib}: ${problem}`);
  };
  const { length } = query.properties;
  if (length === 0) refuse('expected a property, got none: no input is in its boxes');
  if (only !== undefined && !(only < length)) {
    refuse(`expected a property from 0 to ${length - 1} (--property), got ${only}`);
  }
  const open = endless(query);
  if (open !== undefined) refuse(`expected boxes of finite ends, got that ${open}`);
  const network = await imported(onnx, query);
  try {
    assertFits(network, query);
    const asked = [...query.properties.entries()].filter(([k]) => only === undefined || k === only);
    return await use({ onnx, network, query, asked });
  } finally {
    disposeNetwork(network);
  }
}
