import { defineConfig } from 'tsup';
import { base } from '../../tools/tsup.base';

export default defineConfig({ ...base, entry: ['src/index.ts'] });
