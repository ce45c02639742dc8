import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ByHand } from '../contract.ts';

/** What happens on one phone is on the other within this time. */
const EVERY_MS = 1_500;

export class Refused extends Error {
  readonly code: number | null;

  constructor(reason: string, code: number | null) {
    super(reason);
    this.code = code;
  }
}

async function exchange<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  const text = await response.text();
  const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {};
  if (response.ok) return json as T;
  throw new Refused(json.error?.reason ?? response.statusText, json.error?.code ?? null);
}

const withQuery = (path: string, query: Record<string, string> = {}) => {
  const text = new URLSearchParams(Object.entries(query).filter(([, v]) => v)).toString();
  return text ? `${path}?${text}` : path;
};

/** Asked again all the time, as long as somebody looks. */
export function useLive<T>(path: string | null, query: Record<string, string> = {}) {
  const url = path === null ? null : withQuery(`/phones/api/${path}`, query);
  return useQuery({
    queryKey: [url],
    queryFn: ({ signal }) => exchange<T>(url!, { signal }),
    enabled: url !== null,
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

/** One corp, and what to do with what is refused. */
export interface World {
  readonly corp: string;
  readonly corpName: string;
  readonly complain: (error: unknown) => void;
  readonly notify: (text: string) => void;
}
export const WorldContext = createContext<World>({
  ...{ corp: '', corpName: '' },
  ...{ complain: () => {}, notify: () => {} },
});
export const useWorld = () => useContext(WorldContext);

export interface Act {
  readonly do: string;
  readonly [field: string]: unknown;
}
type Result = { ok: true } | { ok: false; reason: string; code: number };

/** Somebody does something on their phone. The answer is that of the last of the acts. */
export function useAct() {
  const { corp, complain } = useWorld();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (acts: readonly Act[]) => {
      const { results } = await exchange<{ results: Result[] }>(`/sim/corps/${corp}/acts`, {
        method: 'POST',
        body: JSON.stringify({ acts }),
      });
      for (const result of results) if (!result.ok) throw new Refused(result.reason, result.code);
      return results.at(-1) as unknown as Record<string, unknown>;
    },
    onError: complain,
    onSettled: () => client.invalidateQueries(),
  });
}

export function useMoveClock() {
  const { complain } = useWorld();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (seconds: number) =>
      exchange('/phones/api/clock', { method: 'POST', body: JSON.stringify({ seconds }) }),
    onError: complain,
    onSettled: () => client.invalidateQueries(),
  });
}

/** Whether somebody is left alone by the simulated people, and to change it. */
export function useByHand(id: string): { on: boolean; set: (on: boolean) => void } | null {
  const { complain } = useWorld();
  const client = useQueryClient();
  const { data } = useLive<ByHand>('by-hand');
  const change = useMutation({
    mutationFn: (ids: readonly string[]) =>
      exchange('/phones/api/by-hand', { method: 'PUT', body: JSON.stringify({ ids }) }),
    onError: complain,
    onSettled: () => client.invalidateQueries(),
  });
  const ids = data?.ids;
  if (!ids || !id) return null;
  const others = ids.filter((one) => one !== id);
  return {
    on: others.length < ids.length,
    set: (on) => change.mutate(on ? [...others, id] : others),
  };
}

export const upload = (corp: string, file: File): Promise<{ mediaId: string }> =>
  exchange(withQuery(`/phones/api/corps/${corp}/media`, { filename: file.name }), {
    method: 'POST',
    body: file,
  });
