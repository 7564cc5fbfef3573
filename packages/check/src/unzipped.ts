/** The most that a packed file may unpack to: what a text may be long, and a few kilobytes may unpack to as many gigabytes. */
const mostBytes = 2 ** 29 - 25;

/** The text of a file, which may be gzipped. @throws where that is damaged, or too long. */
export async function unzipped(file: Uint8Array | string): Promise<string> {
  if (typeof file === 'string') return file;
  const isZipped = file[0] === 0x1f && file[1] === 0x8b;
  if (!isZipped) return new TextDecoder().decode(file);
  const stream = new Blob([new Uint8Array(file)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Error(`a file that unpacks to more than ${mostBytes} bytes`);
    }
    pieces.push(decoder.decode(next.value, { stream: true }));
  }
  return pieces.join('') + decoder.decode();
}
