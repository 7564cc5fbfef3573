import { userPath } from './run-folder';
import type { Settings } from './settings';
import { writeJson } from './write-json';

/** Where what a command found goes. */
export type Output = {
  /** For a reader: to the standard output, unless that is for JSON. */
  readonly say: (text: string) => void;
  /** For a program, where it was asked for: to the standard output, or a file. */
  readonly figures: (value: object) => Promise<void>;
};

export const output = ({ json }: Pick<Settings, 'json'>): Output => ({
  say: (text) => {
    if (json !== '-') console.log(text);
  },
  figures: async (value) => {
    if (json === '-') console.log(JSON.stringify(value, null, 2));
    else if (json !== undefined) await writeJson(userPath(json), value);
  },
});
