import {
  keepPreviousData,
  type UseMutationOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import type { AppError } from '#platform/contract/errors.ts';
import { addressOf, moduleOf } from './address.ts';
import { CallError, exchange, persist, workingUnit } from './request.ts';
import { useStore } from './store.ts';

type Loose = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
};

/** Calls an endpoint of a contract and checks the answer against it. */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E> = {},
  signal?: AbortSignal,
): Promise<Reply<E>> {
  const { params, query, body } = input as Loose;
  const url = addressOf(endpoint, params, query);
  // Changes without a body still say JSON, so that a form on another site cannot imitate them.
  const sent = endpoint.method === 'GET' ? undefined : (body ?? {});
  const response = await persist(endpoint, () =>
    exchange(endpoint, { url, body: sent, ...(signal ? { signal } : {}) }),
  );
  const text = await response.text();
  const reply = endpoint.reply.safeParse(text === '' ? undefined : JSON.parse(text));
  if (!reply.success)
    throw new CallError(
      'platform.unexpectedReply',
      response.status,
      { path: endpoint.path, issues: reply.error.issues },
      response.headers.get('x-request-id'),
    );
  return reply.data as Reply<E>;
}

export interface CallOptions {
  enabled?: boolean;
  /** Shows the last answer while the next one (another page, another filter) is on its way. */
  keep?: boolean;
  /** Asks again every so many seconds. */
  every?: number;
}

/** The key under which an answer is kept: by module, so that a change there refreshes it. */
export const keyOf = <E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E>,
  unit: string | null,
) => [moduleOf(endpoint), endpoint.method, endpoint.path, input, unit] as const;

export function useCall<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E> = {},
  { enabled = true, keep = false, every }: CallOptions = {},
) {
  const unit = useStore(workingUnit);
  return useQuery<Reply<E>, AppError>({
    queryKey: keyOf(endpoint, input, unit),
    queryFn: ({ signal }) => call(endpoint, input, signal),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(every ? { refetchInterval: every * 1000 } : {}),
  });
}

/** A successful change refreshes everything shown from the same module. */
export function useChange<E extends AnyEndpoint>(
  endpoint: E,
  options: UseMutationOptions<Reply<E>, AppError, CallInput<E>> = {},
) {
  const client = useQueryClient();
  return useMutation<Reply<E>, AppError, CallInput<E>>({
    mutationFn: (input) => call(endpoint, input),
    ...options,
    onSuccess: async (...args) => {
      await client.invalidateQueries({ queryKey: [moduleOf(endpoint)] });
      await options.onSuccess?.(...args);
    },
  });
}
