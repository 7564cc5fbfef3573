import { defineConfig } from 'vitest/config';

const conditions = ['@ibp/source'];

export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['*.spec.ts'], server: { deps: { inline: [/@ibp/] } } },
});
