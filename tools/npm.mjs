import { execFileSync, spawnSync } from 'node:child_process';

/**
 * How npm is started. On Windows `npm` is a script, which Node starts only through a shell; npm tells its scripts where its
 * own file is, which any Node runs.
 */
const [program, first] = process.env.npm_execpath
  ? [process.execPath, [process.env.npm_execpath]]
  : ['npm', []];

/**
 * Runs npm to its end; what it printed.
 *
 * @throws when it fails, with what it printed.
 */
export const npm = (args, { cwd, env = {} }) =>
  execFileSync(program, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, ...env },
  });

/** Runs npm before the user's eyes; its exit status. */
export const npmShown = (args) => spawnSync(program, [...first, ...args], { stdio: 'inherit' }).status;
