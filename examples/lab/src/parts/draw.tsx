import { useRef } from 'preact/hooks';
import { drawingText } from '../state/drawing';
import { change } from '../state/route';
import { side } from '../state/shipped';
import { Pixels } from './pixels';

/** The pen is a soft disc, as wide as the strokes of the digits. */
function stroke(pixels: Float32Array, x: number, y: number): Float32Array {
  return pixels.map((value, i) => {
    const far = Math.hypot((i % side) + 0.5 - x, Math.floor(i / side) + 0.5 - y);
    return Math.max(value, Math.min(1, Math.max(0, 2 - far)));
  });
}

/** The image of the page, which one can draw on: what is drawn goes into the address. */
export const DrawingBoard = ({ x, alt }: { readonly x: Float32Array; readonly alt: string }) => {
  const drawn = useRef(x);
  const pen = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = (value: number, from: number, length: number) => ((value - from) / length) * side;
    const [px, py] = [at(event.clientX, box.left, box.width), at(event.clientY, box.top, box.height)];
    drawn.current = stroke(drawn.current, px, py);
    change({ drawn: drawingText(drawn.current), digit: undefined }, false);
  };
  return (
    <div
      class="board"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = x;
        // the back button takes a stroke back
        change({ drawn: drawingText(x), digit: undefined });
        pen(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons & 1) pen(event);
      }}
    >
      <Pixels values={x} range={[0, 1]} alt={alt} />
    </div>
  );
};

export const blank = (): string => drawingText(new Float32Array(side * side));
