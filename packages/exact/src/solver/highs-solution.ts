/** What a solution file of HiGHS (style 0, "raw") holds, and its log. */
export type HighsSolution = {
  /** In the words of HiGHS: `Optimal`, `Time limit reached`. */
  readonly status: string;
  readonly objective?: number;
  readonly x?: Float64Array;
  readonly rowDuals?: Float64Array;
};

/** The values of a section such as `# Columns 2`, `c0 1.5`, `c1 2`. */
function section(lines: readonly string[], heading: string, from: number): Float64Array | undefined {
  const at = lines.findIndex((line, i) => i >= from && line.startsWith(`# ${heading} `));
  if (at < 0) return undefined;
  const count = Number(lines[at]!.split(' ')[2]);
  return Float64Array.from(lines.slice(at + 1, at + 1 + count), (line) => Number(line.split(' ')[1]));
}

const after = (lines: readonly string[], heading: string): number => lines.indexOf(heading) + 1;

/** Reads a solution file. Only a solution that HiGHS calls feasible is given. */
export function readHighsSolution(text: string): HighsSolution {
  const lines = text.split('\n').map((line) => line.trim());
  const status = lines[after(lines, 'Model status')] ?? '';
  const primal = after(lines, '# Primal solution values');
  const dual = after(lines, '# Dual solution values');
  const x = lines[primal] === 'Feasible' ? section(lines, 'Columns', primal) : undefined;
  const rowDuals = dual > 0 && lines[dual] !== 'None' ? section(lines, 'Rows', dual) : undefined;
  return {
    status,
    ...(x && { x, objective: Number(lines[primal + 1]!.split(' ')[1]) }),
    ...(rowDuals && { rowDuals }),
  };
}

/** A number of the report at the end of the log: `  Dual bound        0.5`. */
export function readReport(log: string, what: string): number | undefined {
  const found = new RegExp(`^\\s*${what}\\s+([-+.\\dein]\\S*)`, 'm').exec(log);
  const value = found ? Number(found[1]!.replace('inf', 'Infinity')) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** A start for the search, as HiGHS reads it. */
export function* startLines(start: Float64Array): Generator<string> {
  yield* ['Model status', 'Unknown', '', '# Primal solution values', 'Feasible', 'Objective 0'];
  yield `# Columns ${start.length}`;
  for (let c = 0; c < start.length; c++) yield `c${c} ${start[c]}`;
  yield '# Rows 0';
}
