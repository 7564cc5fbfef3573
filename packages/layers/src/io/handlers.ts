import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/** A URL that tfjs has a handler for (`indexeddb://`, `localstorage://`, `downloads://`, `https://`, ...), or a handler. */
export type WeightsLocation = string | tf.io.IOHandler;

function handlerOf(
  where: string,
  location: WeightsLocation,
  find: (url: string) => tf.io.IOHandler[],
): tf.io.IOHandler {
  if (typeof location !== 'string') return location;
  const handlers = find(location);
  if (handlers.length !== 1) {
    const hint = location.startsWith('file://') ? '; import "@ibp/layers/node" for files' : '';
    fail(where, `expected a URL with one handler, got "${location}" with ${handlers.length}${hint}`);
  }
  return handlers[0]!;
}

export function saver(where: string, location: WeightsLocation): tf.io.SaveHandler {
  const handler = handlerOf(where, location, tf.io.getSaveHandlers);
  if (!handler.save) fail(where, 'expected a handler that saves, got one that does not');
  return (artifacts) => handler.save!(artifacts);
}

export function loader(where: string, location: WeightsLocation): tf.io.LoadHandler {
  const handler = handlerOf(where, location, tf.io.getLoadHandlers);
  if (!handler.load) fail(where, 'expected a handler that loads, got one that does not');
  return () => handler.load!();
}
