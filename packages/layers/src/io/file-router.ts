import * as tf from '@tensorflow/tfjs-core';
import { fileHandler } from './file-handler';
import { pathOfLocation, scheme } from './path-of-location';

const marker = Symbol.for('@ibp/layers/file-router');

/** Serves `file://` where nothing else does, whoever comes first: tfjs refuses a URL with two handlers. */
function unlessServed(find: (url: string) => tf.io.IOHandler[]): (url: string | string[]) => tf.io.IOHandler {
  let asking = false;
  const route = (url: string | string[]): tf.io.IOHandler | null => {
    if (asking || typeof url !== 'string' || !url.startsWith(scheme)) return null;
    asking = true;
    try {
      return find(url).length > 0 ? null : fileHandler(pathOfLocation(url));
    } finally {
      asking = false;
    }
  };
  // "not mine" is null, which the type of tfjs leaves out
  return route as (url: string | string[]) => tf.io.IOHandler;
}

/** Makes tfjs load and save `file://` URLs in Node. Of two copies of this package the first serves both. */
export function registerFileRouter(): void {
  const registry = tf.io.registerSaveRouter as typeof tf.io.registerSaveRouter & { [marker]?: true };
  if (registry[marker]) return;
  registry[marker] = true;
  tf.io.registerSaveRouter(unlessServed(tf.io.getSaveHandlers));
  tf.io.registerLoadRouter(unlessServed(tf.io.getLoadHandlers));
}
