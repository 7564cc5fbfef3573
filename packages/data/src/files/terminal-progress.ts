import { SingleBar } from 'cli-progress';
import type { Progress } from './fetch-part';

/**
 * An `onProgress` that draws a bar with the time left on standard error; nothing where that is no terminal.
 * A new bar starts with each file.
 */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): (progress: Progress) => void {
  let current: { readonly file: string; readonly bar: SingleBar } | undefined;
  return ({ file, received, total }) => {
    if (current?.file !== file) {
      current?.bar.stop();
      current = { file, bar: newBar(stream) };
      current.bar.start(megabytes(total ?? 0), megabytes(received), { file });
    }
    current.bar.update(megabytes(received), { file });
    if (received === total) {
      current.bar.stop();
      current = undefined;
    }
  };
}

const newBar = (stream: NodeJS.WriteStream): SingleBar =>
  new SingleBar({ format: '{file} [{bar}] {percentage}% {value}/{total} MB, {eta_formatted} left', stream });

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
