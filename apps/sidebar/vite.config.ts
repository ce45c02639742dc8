import { defineConfig } from 'vite';
import { phonePages } from '../../platform/web/phone/vite-pages.ts';

export default defineConfig(phonePages(import.meta.dirname, { base: '/m/', name: 'sidebar' }));
