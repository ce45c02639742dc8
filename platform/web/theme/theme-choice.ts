import { createStore, keptStore, useStore } from '../store.ts';
import type { ThemeName } from './tokens.ts';

/** What the person chose; `system` follows the machine. */
export type ThemeChoice = ThemeName | 'system';

export const themeChoice = keptStore<ThemeChoice>('yuhang.theme', (kept) =>
  kept === 'light' || kept === 'dark' ? kept : 'system',
);

const darkMachine =
  typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;
const machineTheme = createStore<ThemeName>(darkMachine?.matches ? 'dark' : 'light');
darkMachine?.addEventListener('change', (event) =>
  machineTheme.set(event.matches ? 'dark' : 'light'),
);

export function useTheme(): ThemeName {
  const choice = useStore(themeChoice);
  const machine = useStore(machineTheme);
  return choice === 'system' ? machine : choice;
}
