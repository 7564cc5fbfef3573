import type { Configuration } from '../configuration';
import type { Settings } from '../settings';
import { labRun } from './lab-run';

/** Options of `labCommand`. */
export type LabSettings = {
  /** A free one unless given. */
  readonly port?: number;
  readonly open: boolean;
  readonly epsilon?: number;
  /** Another folder of the page than that of `@ibp/lab`. */
  readonly folder?: string;
};

/** Serves the lab until the process is told to end, with a network where the settings name one. */
export async function labCommand(
  configuration: Configuration,
  settings: Settings,
  { port, open, epsilon, folder }: LabSettings,
): Promise<void> {
  const { openInBrowser, serveLab } = await loadLab();
  const run = settings.network === undefined ? undefined : await labRun(configuration, settings, epsilon);
  const { url, close } = await serveLab({
    ...(port === undefined ? {} : { port }),
    ...(run ? { run } : {}),
    ...(folder === undefined ? {} : { folder }),
  });
  console.log(`lab: ${url}`);
  if (open) openInBrowser(url);
  await new Promise<void>((resolve) =>
    process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve()),
  );
  await close();
}

/** @throws where `@ibp/lab` is not installed: only this command needs it. */
async function loadLab(): Promise<typeof import('@ibp/lab')> {
  try {
    return await import('@ibp/lab');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('lab: expected @ibp/lab to be installed, got none: npm install @ibp/lab');
  }
}
