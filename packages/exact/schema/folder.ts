import { join } from 'node:path';

/** Where the site serves the schemas from, under a name for each version. The commands of a package run in its folder. */
export const folder = join(process.cwd(), '../../docs/site/public/schema');
