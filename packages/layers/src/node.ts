/** Files for tfjs in Node: importing this entry makes `file://` URLs work, unless tfjs-node has done so. */
import { registerFileRouter } from './io/file-router';

registerFileRouter();

export { fileHandler } from './io/file-handler';
