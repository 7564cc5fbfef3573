const arrays = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;
type Name = keyof typeof arrays;

const isArray = (value: unknown): value is InstanceType<(typeof arrays)[Name]> =>
  Object.values(arrays).some((kind) => value instanceof kind);

/** One line of JSON; typed arrays in base64, bit by bit. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (!isArray(part)) return part;
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { [part.constructor.name]: btoa(text) };
  });

/** Reads what {@link toJson} wrote. */
export const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, part: unknown) => {
    if (part === null || typeof part !== 'object') return part;
    const [[name, data] = [], ...others] = Object.entries(part);
    if (others.length > 0 || typeof data !== 'string' || !(name! in arrays)) return part;
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new arrays[name as Name](bytes.buffer);
  });
