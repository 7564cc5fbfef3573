import { checkFile, userPath } from '@ibp/cli';

/**
 * Where the table goes, and the drawing beside it, of the same name.
 *
 * @throws naming the flag, where either is not the name of a file, or the drawing would replace the table.
 */
export function resultFiles(out: string): { readonly table: string; readonly chart: string } {
  const table = userPath(out);
  const chart = `${table.replace(/\.[^./\\]*$/, '')}.svg`;
  // one file to some systems
  if (table.toLowerCase() === chart.toLowerCase()) {
    throw new Error(
      `--out: expected a file for the table, such as table.md, got ${table}, where its drawing goes`,
    );
  }
  checkFile('--out', table);
  checkFile('--out', chart);
  return { table, chart };
}
