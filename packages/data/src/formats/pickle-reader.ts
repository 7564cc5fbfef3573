/** Reads a pickle's parts one after another. */
export class PickleReader {
  private at = 0;
  private readonly view: DataView;
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    const end = this.at + length;
    if (!(end <= this.bytes.length)) throw new Error(`Expected ${end - this.bytes.length} more bytes`);
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** A little-endian number without a sign, of at most 8 bytes. */
  uint(size: number): number {
    const [from, end] = [this.at, this.at + size];
    if (end > this.bytes.length) throw new Error(`Expected ${end - this.bytes.length} more bytes`);
    this.at = end;
    let value = 0;
    for (let at = end - 1; at >= from; at--) value = value * 256 + this.bytes[at]!;
    return value;
  }

  int32(): number {
    const at = this.at;
    this.take(4);
    return this.view.getInt32(at, true);
  }

  /** Big-endian, unlike all else. */
  float64(): number {
    const at = this.at;
    this.take(8);
    return this.view.getFloat64(at);
  }

  /** Up to the end of a line. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new Error('Expected the end of a line');
    const text = latin1(this.take(end - this.at));
    this.at = end + 1;
    return text;
  }

  utf8(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  latin1(length: number): string {
    return latin1(this.take(length));
  }
}

/** A character a byte; what `TextDecoder` calls latin1 is another encoding. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}
