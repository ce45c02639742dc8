import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** One file for pages of every kind, also in the older browsers inside WeChat. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: fileURLToPath(new URL('../../../dist/sdk', import.meta.url)),
    emptyOutDir: true,
    target: 'es2018',
    copyPublicDir: false,
    reportCompressedSize: false,
    lib: {
      entry: fileURLToPath(new URL('main.ts', import.meta.url)),
      formats: ['iife'],
      name: 'yuhangScript',
      fileName: () => 'yuhang.js',
    },
  },
});
