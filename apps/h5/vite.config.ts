import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokensAsCss } from '../../platform/web/theme/css.ts';

/** What stands there before any script has run: colours, a heading, where the cards will be. */
const firstPaint = `${tokensAsCss()}
html{background:var(--desk);color:var(--ink);font-family:var(--font-text)}
body{margin:0}
.first-paint{padding:24px 16px}
.first-paint b{font-size:22px}
.first-paint i{display:block;height:112px;margin-top:16px;border-radius:12px;background:var(--sheet)}`;

const tokens = (): Plugin => ({
  name: 'yuhang-first-paint',
  transformIndexHtml: () => [{ tag: 'style', children: firstPaint, injectTo: 'head-prepend' }],
});

export default defineConfig({
  root: import.meta.dirname,
  base: '/h5/',
  plugins: [react(), tokens()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/h5', import.meta.url)),
    emptyOutDir: true,
    // WeChat's browser on a phone of some years ago.
    target: ['chrome87', 'safari14'],
    reportCompressedSize: true,
  },
});
