import { useSignal } from '@preact/signals';
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

/** Where the arrow keys take the pen, in pixels. */
const arrows: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const within = (at: number) => Math.min(side - 0.5, Math.max(0.5, at));

/** The image of the page, which one can draw on: what is drawn goes into the address. */
export const DrawingBoard = ({ x, alt }: { readonly x: Float32Array; readonly alt: string }) => {
  const drawn = useRef(x);
  // that of the keyboard: where it is, and whether it is on the paper
  const at = useSignal<readonly [number, number]>([side / 2 + 0.5, side / 2 + 0.5]);
  const down = useSignal(false);
  const ink = (begins: boolean) => {
    drawn.current = stroke(begins ? x : drawn.current, ...at.value);
    change({ drawn: drawingText(drawn.current), digit: undefined }, begins);
  };
  const press = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (by) at.value = [within(at.value[0] + by[0]), within(at.value[1] + by[1])];
    else if (event.key === ' ') down.value = !down.value;
    else return;
    event.preventDefault();
    if (down.value) ink(!by);
  };
  const pen = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const on = (value: number, from: number, length: number) => ((value - from) / length) * side;
    const [px, py] = [on(event.clientX, box.left, box.width), on(event.clientY, box.top, box.height)];
    drawn.current = stroke(drawn.current, px, py);
    change({ drawn: drawingText(drawn.current), digit: undefined }, false);
  };
  return (
    <div
      class="board"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys draw on it
      tabIndex={0}
      aria-label="a place to draw: arrow keys move the pen, the space bar puts it down and lifts it"
      onKeyDown={press}
      onBlur={() => {
        down.value = false;
      }}
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
      <i
        class={`pen ${down.value ? 'down' : ''}`}
        style={{ left: `${(100 * at.value[0]) / side}%`, top: `${(100 * at.value[1]) / side}%` }}
      />
    </div>
  );
};

export const blank = (): string => drawingText(new Float32Array(side * side));
