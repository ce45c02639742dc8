import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokensAsCss } from '../../platform/web/theme/css.ts';

/** The tokens stand in the page itself: the first paint has its colours before any script runs. */
const tokens = (): Plugin => ({
  name: 'yuhang-tokens',
  transformIndexHtml: () => [
    {
      tag: 'style',
      children: `${tokensAsCss()}\nhtml{background:var(--desk);color:var(--ink)}`,
      injectTo: 'head-prepend',
    },
  ],
});

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), tokens()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // What every page needs, sign-in included; changes only with the packages.
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|dayjs)[\\/]/,
              priority: 30,
            },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/, priority: 30 },
            { name: 'base', tags: ['$initial'], priority: 25 },
            // The heavy controls, each only with the pages that show it; their words are small and
            // belong to the language.
            {
              name: 'dates',
              test: /node_modules[\\/](@rc-component[\\/]picker|antd[\\/]es[\\/](date|time)-picker)[\\/](?!.*locale)/,
              priority: 20,
            },
            {
              name: 'choosers',
              test: /node_modules[\\/](@rc-component[\\/](tree|tree-select|select|virtual-list)|antd[\\/]es[\\/](tree|tree-select|select))[\\/](?!.*locale)/,
              priority: 20,
            },
            // Small parts that nearly every page shows.
            {
              name: 'parts',
              test: /platform[\\/]web[\\/](show|text|page|icon|chart|task)[\\/]/,
              priority: 5,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env.YUHANG_API ?? 'http://127.0.0.1:8600' },
  },
});
