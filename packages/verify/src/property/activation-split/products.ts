import { productBytes } from './product-bytes';

/** What `products.wat` exports, which says what they do: pointers and widths in bytes. */
export type Products = {
  readonly backward: (
    ...of: [
      c: number,
      w: number,
      into: number,
      chosen: number,
      blocks: number,
      rows: number,
      stride: number,
      width: number,
    ]
  ) => void;
  readonly forward: (
    ...of: [
      x: number,
      w: number,
      y: number,
      list: number,
      blocks: number,
      listed: number,
      width: number,
      stride: number,
    ]
  ) => void;
  readonly scatter: (
    ...of: [
      c: number,
      into: number,
      start: number,
      column: number,
      weight: number,
      work: number,
      blocks: number,
      rows: number,
      stride: number,
      width: number,
    ]
  ) => void;
  readonly gather: (
    ...of: [
      x: number,
      y: number,
      start: number,
      column: number,
      weight: number,
      work: number,
      list: number,
      blocks: number,
      listed: number,
      width: number,
      stride: number,
    ]
  ) => void;
};

/** How many rows the products take at a time. */
export const rowsInBlock = 4;

export function loadProducts(memory: WebAssembly.Memory): Products {
  const bytes = Uint8Array.from(atob(productBytes), (c) => c.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return exports as unknown as Products;
}
