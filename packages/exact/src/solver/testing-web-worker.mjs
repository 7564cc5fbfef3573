// A worker of a browser, as far as `highsWeb` sees one, in a thread of Node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import highs from 'highs';
import { answering, loadHighs } from './highs-run.mjs';

const binary = readFileSync(createRequire(import.meta.url).resolve('highs/runtime'));
const answer = answering(() => loadHighs(highs, (imports) => WebAssembly.instantiate(binary, imports)));
parentPort.on('message', async (request) => parentPort.postMessage(await answer(request)));
