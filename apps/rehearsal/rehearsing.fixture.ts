// A process that rehearses, for tests that kill it. Started with fork and told what to rehearse; says
// each phase as it begins.
import type { RehearsalWork } from '#modules/rehearsal/server/index.ts';
import { rehearsalHost } from './host.ts';

export interface RehearseOrder {
  readonly databaseUrl: string;
  readonly password: string;
  readonly request: Omit<Parameters<RehearsalWork>[0], 'nobody' | 'now'> & { readonly now: string };
}

process.on('disconnect', () => process.exit(1));
process.once('message', async ({ databaseUrl, password, request }: RehearseOrder) => {
  const { live } = rehearsalHost(databaseUrl, () => password);
  const nobody = () => {
    throw new Error('nobody');
  };
  await live(
    { ...request, now: new Date(request.now), nobody },
    {
      signal: new AbortController().signal,
      phase: (phase) => void process.send?.(phase),
      days: () => {},
    },
  );
  process.send?.('done');
});
