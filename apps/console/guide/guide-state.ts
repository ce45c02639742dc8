import { keptStore, useStore } from '#platform/web/store.ts';
import { type GuideMemory, readMemory } from './steps.ts';

/** One guide for one browser: it goes on when another person signs in, for that is one of its steps. */
const store = keptStore<string | null>('yuhang.guide', (kept) => kept);

export const beginGuide = (): void => store.set(JSON.stringify({ step: 0 } satisfies GuideMemory));
export const endGuide = (): void => store.set(null);
export const keepGuide = (memory: GuideMemory): void => store.set(JSON.stringify(memory));

export const useGuide = (): GuideMemory | null => readMemory(useStore(store));
