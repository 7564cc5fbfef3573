import { defineConfig } from 'vite';

/** What makes a page isolated from other origins, so that it may have threads; and what nothing can be sent past. */
export const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export default defineConfig(({ command }) => ({
  // served from wherever the folder is put
  base: './',
  resolve: { conditions: ['@ibp/source'], dedupe: ['preact', '@tensorflow/tfjs-core'] },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 3000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 5180, headers },
  plugins: [
    {
      // the server of `npm run lab` injects scripts of its own, which the policy of the page would refuse
      name: 'policy',
      transformIndexHtml: (html) =>
        command === 'serve' ? html.replace(/<meta\s+http-equiv="content-security-policy"[^>]*>/, '') : html,
    },
  ],
}));
