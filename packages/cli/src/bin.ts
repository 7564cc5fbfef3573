#!/usr/bin/env node
import { ibpFront } from './front/ibp';
import { runFront } from './front/run-front';

// npm sets it for scripts; who types the command itself means the folder that it is typed in
delete process.env.INIT_CWD;

void runFront(ibpFront, process.argv.slice(2));
