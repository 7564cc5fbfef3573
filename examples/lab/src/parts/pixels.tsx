import { useEffect, useRef } from 'preact/hooks';
import { side } from '../state/shipped';

type PixelsProps = {
  readonly values: Float32Array;
  /** Values at the ends of the scale: black to white, or of a difference blue over grey to orange. */
  readonly range: readonly [number, number];
  readonly colours?: 'grey' | 'difference';
  readonly alt: string;
};

/** Blue below, orange above: the colours of the page, which those who mix up red and green tell apart. */
function differenceColour(t: number): [number, number, number] {
  const to = t < 0.5 ? [11, 98, 180] : [194, 87, 12];
  const far = Math.abs(2 * t - 1);
  return to.map((c) => 245 + (c - 245) * far) as [number, number, number];
}

/** An image as a canvas, its pixels as squares. */
export const Pixels = ({ values, range: [least, most], colours = 'grey', alt }: PixelsProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const data = context.createImageData(side, side);
    values.forEach((value, i) => {
      const t = Math.min(1, Math.max(0, (value - least) / (most - least)));
      const rgb = colours === 'grey' ? [255 * t, 255 * t, 255 * t] : differenceColour(t);
      data.data.set([...rgb, 255], 4 * i);
    });
    context.putImageData(data, 0, 0);
  }, [values, least, most, colours]);
  // what has no name of its own is said beside it
  const named = alt === '' ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': alt };
  return <canvas ref={canvas} class="pixels" width={side} height={side} {...named} />;
};
