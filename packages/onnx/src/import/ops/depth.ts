import { formatShape } from '@ibp/core';
import { reshape, transpose } from '../graph/arrange';
import type { Call, OpRule } from '../graph/call';
import { variable } from './inputs';

function blocks(call: Call) {
  const { attributes, refuse } = call;
  const x = variable(call, 0);
  const size = attributes.int('blocksize', undefined) ?? refuse('expected a blocksize, got none');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (x.shape.length !== 4 || size < 1)
    refuse(`expected an image and blocks, got ${formatShape(x.shape)} and ${size}`);
  return { x, size, batch, channels, height, width };
}

/** Channels as places: `[channels / size^2, height * size, width * size]`. */
export const depthToSpace: OpRule = (call) => {
  const { x, size, batch, channels, height, width } = blocks(call);
  const rest = channels / size ** 2;
  if (!Number.isInteger(rest)) call.refuse(`expected channels in blocks of ${size ** 2}, got ${channels}`);
  const rows = call.attributes.string('mode', 'DCR') === 'CRD';
  const cut = rows ? [batch, rest, size, size, height, width] : [batch, size, size, rest, height, width];
  const order = rows ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
  return reshape(transpose(call.build, reshape(x, cut), order), [batch, rest, height * size, width * size]);
};

/** Places as channels: `[channels * size^2, height / size, width / size]`. */
export const spaceToDepth: OpRule = (call) => {
  const { x, size, batch, channels, height, width } = blocks(call);
  const [rows, columns] = [height / size, width / size];
  if (!Number.isInteger(rows) || !Number.isInteger(columns)) {
    call.refuse(`expected places in blocks of ${size}, got ${formatShape(x.shape)}`);
  }
  const cut = [batch, channels, rows, size, columns, size];
  const made = transpose(call.build, reshape(x, cut), [0, 3, 5, 1, 2, 4]);
  return reshape(made, [batch, channels * size ** 2, rows, columns]);
};
