#!/usr/bin/env node
import { compare } from './compare/compare';
import { mnist } from './configurations/mnist';
import { main } from './run';
import { toEnd } from './to-end';

// npm sets it for scripts; who types the command itself means the folder that it is typed in
delete process.env.INIT_CWD;

const [command, ...rest] = process.argv.slice(2);
void (command === 'compare' ? toEnd(() => compare(rest)) : main(mnist));
