import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin, UserConfig } from 'vite';
import { tokensAsCss } from '../theme/css.ts';

/** What stands there before any script has run: colours, a heading, where the cards will be. */
const firstPaint = `${tokensAsCss()}
html{background:var(--desk);color:var(--ink);font-family:var(--font-text)}
body{margin:0}
.first-paint{padding:24px 16px}
.first-paint b{font-size:22px}
.first-paint i{display:block;height:112px;margin-top:16px;border-radius:12px;background:var(--sheet)}`;

const tokens = (): Plugin => ({
  name: 'yuhang-first-paint',
  transformIndexHtml: () => [
    { tag: 'style', children: firstPaint, injectTo: 'head-prepend' },
    // The console's, from the root of the same address.
    {
      tag: 'link',
      attrs: { rel: 'icon', type: 'image/svg+xml', href: '/mark.svg' },
      injectTo: 'head',
    },
  ],
});

/** How pages for phones are built: `name` is their folder below `dist`, `base` where they are served. */
export const phonePages = (
  root: string,
  { base, name }: { base: string; name: string },
): UserConfig => ({
  root,
  base,
  plugins: [react(), tokens()],
  build: {
    outDir: fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url)),
    emptyOutDir: true,
    // WeChat's and WeCom's browser on a phone of some years ago.
    target: ['chrome87', 'safari14'],
    reportCompressedSize: true,
  },
});
