#!/usr/bin/env node
import { main } from './main';

void main(process.argv.slice(2), (text) => console.log(text)).then((code) => {
  process.exitCode = code;
});
