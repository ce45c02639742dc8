import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/phones/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../../../dist/phones', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/phones/api', '/sim', '/media', '/qr'].map((path) => [
        path,
        process.env.SIMULATOR ?? 'http://127.0.0.1:8601',
      ]),
    ),
  },
});
