import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of the Chromium to use, or undefined. */
export function findChromium({ CHROMIUM, PATH = '' } = process.env) {
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return (CHROMIUM ? [CHROMIUM] : onPath).find((path) => existsSync(path));
}
