/** The text of a file, which may be gzipped. */
export async function unzipped(file: Uint8Array | string): Promise<string> {
  if (typeof file === 'string') return file;
  const isZipped = file[0] === 0x1f && file[1] === 0x8b;
  if (!isZipped) return new TextDecoder().decode(file);
  const stream = new Blob([new Uint8Array(file)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
