import type { Command } from 'commander';
import type { Front } from '../front/front';
import { addAttack } from './attack';
import { addBounds } from './bounds';
import { addCampaign } from './campaign';
import { addCompare } from './compare';
import { addDoctor } from './doctor';
import { addExport } from './export';
import { addLab } from './lab';
import { addLists } from './lists';
import type { FoundOther } from './other';
import { addSweep } from './sweep';
import { addVerify } from './verify';

/** The commands that are not about one run or its proofs. */
export function addOthers(program: Command, front: Front, found: FoundOther): void {
  addAttack(program, front, found);
  addBounds(program, front, found);
  addExport(program, front, found);
  addVerify(program, front, found);
  addCampaign(program, front, found);
  addSweep(program, front, found);
  addCompare(program, front, found);
  addLab(program, front, found);
  addLists(program, front, found);
  addDoctor(program, front, found);
}
