import type { SystemState } from '#platform/contract/system.ts';

export type Trouble =
  | { kind: 'read-only' }
  | { kind: 'no-worker' }
  | { kind: 'silent'; role: string; host: string }
  | { kind: 'queue-slow'; seconds: number }
  | { kind: 'queue-failing'; jobs: number };

type Process = SystemState['processes'][number];

const SILENT_MS = 60_000;
const SLOW_SECONDS = 60;

/** No heartbeat for a minute, by the machine's clock. */
export const isSilent = (process: Pick<Process, 'seenAt'>, machineNow: number): boolean =>
  machineNow - Date.parse(process.seenAt) > SILENT_MS;

/** What needs somebody, most urgent first. */
export function troublesOf(system: SystemState, machineNow: number): Trouble[] {
  const { processes, queue } = system;
  const works = processes.some(
    (process) => process.role !== 'api' && !isSilent(process, machineNow),
  );
  return [
    ...(system.readOnly ? [{ kind: 'read-only' as const }] : []),
    ...(works ? [] : [{ kind: 'no-worker' as const }]),
    ...processes
      .filter((process) => isSilent(process, machineNow))
      .map(({ role, host }) => ({ kind: 'silent' as const, role, host })),
    ...(queue.oldestSeconds > SLOW_SECONDS
      ? [{ kind: 'queue-slow' as const, seconds: queue.oldestSeconds }]
      : []),
    ...(queue.failing > 0 ? [{ kind: 'queue-failing' as const, jobs: queue.failing }] : []),
  ];
}
