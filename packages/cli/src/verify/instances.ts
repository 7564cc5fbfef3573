import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Answer } from './answer';
import { networkPath, readText } from './read-files';
import type { Task } from './verify-files';

/** A line of a benchmark: what is to be verified, and the answer that is known, if one is. */
export type Instance = Task & {
  /** The names of the files as the line has them. */
  readonly names: { readonly onnx: string; readonly vnnlib: string };
  readonly expected?: Answer;
};

/** What each instance may take besides what the file says. */
export type InstanceLimits = {
  /** Seconds at most, whatever the file says. */
  readonly most?: number | undefined;
  /** The most parts that are bounded; no limit unless given. */
  readonly nodes?: number | undefined;
  /** Seconds more, in which the answer is proved in exact arithmetic; not unless given. */
  readonly confirm?: number | undefined;
};

/**
 * The instances of a benchmark: lines of network, property, seconds and, in a fourth column, the known answer; the paths are
 * relative to the file.
 *
 * @throws naming the line where it is none.
 */
export function readInstances(
  file: string,
  { most = Number.POSITIVE_INFINITY, nodes, confirm }: InstanceLimits = {},
): Instance[] {
  const rows = parse(readText(file), {
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  }) as string[][];
  const instances = rows.flatMap((row, line) => {
    // a line of names, as some have
    if (line === 0 && row[0] === 'onnx') return [];
    const refuse = (message: string): never => {
      throw new Error(`${file}: expected in line ${line + 1} ${message}, got ${row.join(',').slice(0, 100)}`);
    };
    const [network = '', vnnlib = '', limit = '', answer = ''] = row;
    const onnx = networkPath(network);
    const seconds = Number(limit);
    if (onnx === '' || vnnlib === '') refuse('a network and a property');
    if (limit === '' || !(seconds > 0)) refuse('seconds above 0 in the third column');
    if (answer !== '' && answer !== 'sat' && answer !== 'unsat' && answer !== 'unknown') {
      refuse('sat, unsat or unknown in the fourth column');
    }
    return [
      {
        onnx: resolve(dirname(file), onnx),
        vnnlib: resolve(dirname(file), vnnlib),
        names: { onnx, vnnlib },
        timeout: Math.min(seconds, most),
        ...(nodes !== undefined && { nodes }),
        ...(confirm !== undefined && { confirm }),
        ...(answer === 'sat' || answer === 'unsat' ? { expected: answer as Answer } : {}),
      },
    ];
  });
  if (instances.length === 0) throw new Error(`${file}: expected instances, a line each, got none`);
  return instances;
}

/** Whether an answer contradicts the known one. */
export const isWrong = (answer: Answer, expected: Answer | undefined): boolean =>
  expected !== undefined && (answer === 'sat' || answer === 'unsat') && answer !== expected;
