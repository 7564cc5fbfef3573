import { useEffect, useRef } from 'preact/hooks';
import type { TrainedShape, TrainingMoment } from '../worker/training';
import { fieldSide } from '../worker/training-sizes';

type FieldProps = {
  readonly shape: TrainedShape;
  readonly moment: TrainingMoment;
  readonly epsilon: number;
  readonly label: string;
};

/** The decision regions of a network over the unit square, its points, and the box around each, solid where all of it is proved. */
export const Field = ({ shape, moment, epsilon, label }: FieldProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const image = context.createImageData(fieldSide, fieldSide);
    shape.field.forEach((value, i) => {
      const strength = Math.min(1, Math.abs(value) / 4);
      const [r, g, b] = value < 0 ? [11, 98, 180] : [194, 87, 12];
      image.data.set([r!, g!, b!, 45 + 95 * strength], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [shape]);
  return (
    <div class="field">
      <canvas ref={canvas} width={fieldSide} height={fieldSide} />
      <svg viewBox="-10 -10 120 120" role="img" aria-label={label}>
        {moment.points.map(({ at: [x, y], label: own }, i) => (
          <g key={i} class={`class-${own}`}>
            <rect
              class={shape.isProved[i] ? 'proved' : 'unproved'}
              x={100 * (x - epsilon)}
              y={100 * (1 - y - epsilon)}
              width={200 * epsilon}
              height={200 * epsilon}
            />
            {own === 1 ? (
              <path d={`M${100 * x - 2},${100 * (1 - y)}h4m-2,-2v4`} />
            ) : (
              <circle cx={100 * x} cy={100 * (1 - y)} r="1.8" />
            )}
          </g>
        ))}
      </svg>
    </div>
  );
};
