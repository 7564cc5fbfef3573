/** @jsxRuntime automatic @jsxImportSource preact */
import type { Layout } from '../picture/layout';
import { pngUri } from '../picture/png';

/** Pixels as bytes, see `bytesOf`. */
export type PictureProps = {
  /** `[height, width, channels]`, flat. */
  readonly bytes: Uint8Array;
  readonly layout: Layout;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
};

/** A small picture, its pixels as squares. */
export const Picture = ({ bytes, layout, alt }: PictureProps) => (
  <img
    class="ibp-picture"
    src={pngUri(bytes, layout)}
    alt={alt}
    width={layout.width}
    height={layout.height}
  />
);
