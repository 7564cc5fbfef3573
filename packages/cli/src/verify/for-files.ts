import { type Command, Option } from 'commander';
import { whole } from '../numbers';
import type { FilesSettings } from './with-files';

/** Has a command about networks and data take a file of properties of an ONNX network in place of data. */
export const addFiles = (command: Command): Command =>
  addProperty(command.argument('[property]', 'a VNN-LIB file of the ONNX network, in place of data'));

/** Which of its properties. */
export const addProperty = (command: Command): Command =>
  command.addOption(
    new Option('--property <k>', 'of a VNN-LIB file the property k alone (default: all)').argParser(whole),
  );

/** What a command takes for files of properties besides flags of its own. */
type FilesFlags = {
  readonly property?: number;
  readonly backend?: string;
  readonly json?: string | true;
};

/** The settings among them; the command ends where flags were given that are not for files. */
export function filesSettingsOf(
  command: Command,
  {
    network,
    property,
    own,
  }: { readonly network: string; readonly property: string; readonly own: readonly string[] },
): FilesSettings {
  const known = new Set([...own, 'property', 'backend', 'json', 'quiet']);
  for (const option of command.options) {
    const name = option.attributeName();
    if (known.has(name) || command.getOptionValueSource(name) !== 'cli') continue;
    command.error(`error: option '${option.flags}' is not for a file of properties`);
  }
  const { property: only, backend, json } = command.opts<FilesFlags>();
  return {
    ...{ network, property },
    ...(only !== undefined && { only }),
    ...(backend !== undefined && { backend }),
    ...(json !== undefined && { json }),
  };
}

/** @throws by ending the command where the flag of a property was given without a file of them. */
export function refuseProperty(command: Command): void {
  if (command.getOptionValueSource('property') === 'cli') {
    command.error("error: option '--property <k>' is for a file of properties, got none");
  }
}
