import { useSyncExternalStore } from 'react';
import { breakpoints } from './theme/tokens.ts';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}

export const usePhone = (): boolean => useMedia(`(max-width: ${breakpoints.phone}px)`);
export const useNarrow = (): boolean => useMedia(`(max-width: ${breakpoints.tablet}px)`);
