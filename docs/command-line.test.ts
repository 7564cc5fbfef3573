import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from 'ibp-tools/bundle';

const page = readFileSync(path.join(__dirname, 'site/guide/command-line.md'), 'utf8');

const command = bundle({ file: path.join(__dirname, '../packages/cli/src/bin.ts') });
afterAll(() => command.remove());

/** What `ibp --help` prints, wide enough that no line is broken. */
const help = (): string => execFileSync(process.execPath, [command.file, '--help'], { encoding: 'utf8' });

it('the guide has the commands that there are, and no others', () => {
  const commands = help()
    .split('\nCommands:\n')[1]!
    .match(/^ {2}[a-z]+/gm)!;
  const there = commands.map((name) => name.trim()).filter((name) => name !== 'help');
  const used = Array.from(page.matchAll(/npx @ibp\/cli ([a-z]+)/g), ([, name]) => name!);
  const listed = Array.from(page.matchAll(/^\| (`[^|]+)/gm)).flatMap(([, cell]) =>
    Array.from(cell!.matchAll(/`([a-z]+)/g), ([, name]) => name!),
  );
  expect([...new Set([...used, ...listed])].sort()).toEqual([...there].sort());
});
