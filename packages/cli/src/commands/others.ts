import type { Command } from 'commander';
import type { Configuration } from '../configuration';
import type { Front } from '../front/front';
import { addAttack } from './attack';
import { addBounds } from './bounds';
import { addCompare } from './compare';
import { addDoctor } from './doctor';
import { addExport } from './export';
import { addLists } from './lists';

/** A command that does by itself what it is asked. */
export type Other = {
  readonly command: 'other';
  readonly name: string;
  readonly perform: () => Promise<void>;
};

export type FoundOther = (read: {
  readonly configuration: Configuration;
  readonly invocation: Other;
}) => void;

/** The commands that are not about one run or its proofs. */
export function addOthers(program: Command, front: Front, found: FoundOther): void {
  addAttack(program, front, found);
  addBounds(program, front, found);
  addExport(program, front, found);
  addCompare(program, front, found);
  addLists(program, front, found);
  addDoctor(program, front, found);
}
