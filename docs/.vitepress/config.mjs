import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { guide } from './guide.mjs';
import { ofModule, ofPackages, ofReference } from './sidebar.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const file = here('../.generated/contents.json');
if (!existsSync(file))
  throw new Error('the site: expected its contents, which `npm run docs` writes, got none');
const { packages, modules } = JSON.parse(readFileSync(file, 'utf8'));

export default defineConfig({
  title: '@ibp',
  description: 'Train neural networks to be provably robust, and prove it, on any TensorFlow.js backend.',
  // where the site lies: /ibp/ on GitHub's pages
  base: process.env.IBP_DOCS_BASE ?? '/',
  srcDir: 'site',
  outDir: './dist',
  cleanUrls: true,
  lastUpdated: false,
  metaChunk: true, // or every page holds all sidebars
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${process.env.IBP_DOCS_BASE ?? '/'}logo.svg` }],
  ],
  markdown: {
    anchor: { slugify: slug }, // as GitHub does, where READMEs are read too
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guide', link: guide[0].items[0].link, activeMatch: '^/guide/' },
      { text: 'Packages', link: `/packages/${packages[0].folder}`, activeMatch: '^/packages/' },
      { text: 'Reference', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: {
      '/guide/': guide,
      '/figures': guide,
      '/packages/': ofPackages(packages, modules),
      '/api/': ofReference(modules),
      ...Object.fromEntries(modules.map((module) => [`/api/${module.name}/`, ofModule(module)])),
    },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/ibp-js/ibp' }],
    footer: { message: 'Apache-2.0' },
  },
});
