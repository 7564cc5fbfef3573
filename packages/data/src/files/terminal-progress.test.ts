import { PassThrough } from 'node:stream';
import { terminalProgress } from './terminal-progress';

/** A terminal 120 columns wide that keeps what is written to it. */
function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 120,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  });
  return stream as unknown as NodeJS.WriteStream & PassThrough;
}

it('draws a bar for each file with its size and the time left', () => {
  const stream = terminal(true);
  const onProgress = terminalProgress(stream);
  onProgress({ file: 'a.gz', received: 1_000_000, total: 2_000_000 });
  onProgress({ file: 'a.gz', received: 2_000_000, total: 2_000_000 });
  onProgress({ file: 'b.gz', received: 500_000, total: 500_000 });
  const text = String(stream.read());
  expect(text).toMatch(/a\.gz \[.*\] 50% 1\/2 MB, .* left/);
  expect(text).toMatch(/a\.gz \[.*\] 100% 2\/2 MB/);
  expect(text).toMatch(/b\.gz \[.*\] 100% 0\.5\/0\.5 MB/);
});

it('is silent where there is no terminal', () => {
  const stream = terminal(false);
  terminalProgress(stream)({ file: 'a.gz', received: 1, total: 2 });
  expect(stream.read()).toBeNull();
});
