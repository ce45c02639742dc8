import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const GUARD = new URL('guard.ts', import.meta.url).href;
const LAST_WORDS = 2_000;
const STOP_MS = 5_000;

export interface Message {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface Member {
  readonly name: string;
  /** Rejects when it ends before it is told to. */
  readonly ended: Promise<never>;
  /** What it says when it is ready. */
  readonly ready: Promise<Message>;
  tell(message: Message): void;
  onMessage(hear: (message: Message) => void): void;
  stop(): Promise<void>;
}

/**
 * A process of a rehearsal. It gets the environment that is given and nothing of ours, reaches the
 * addresses that are named and no other, and ends when its channel to us breaks.
 */
export function startMember(
  name: string,
  file: string,
  env: Readonly<Record<string, string>>,
  reach: readonly string[],
): Member {
  const { PATH, TMPDIR, NODE_COMPILE_CACHE, TZ, REHEARSAL_PROFILE } = process.env;
  // Where the processor's time goes, for whoever makes rehearsals faster.
  const profile = REHEARSAL_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${REHEARSAL_PROFILE}`, `--cpu-prof-name=${name}.cpuprofile`]
    : [];
  const child = spawn(process.execPath, [...profile, '--import', GUARD, file], {
    cwd: root,
    env: { ...{ PATH, TMPDIR, NODE_COMPILE_CACHE, TZ }, ...env, REHEARSAL_REACH: reach.join(',') },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      words = (words + text).slice(-LAST_WORDS);
    });
  }
  let stopping = false;
  const gone = once(child, 'exit');
  const ended = gone.then(([code, signal]) => {
    if (stopping) return new Promise<never>(() => {});
    throw new Error(`${name} ended (${signal ?? code}): ${words}`);
  });
  ended.catch(() => {});
  const ready = new Promise<Message>((resolve) => {
    child.on('message', (message: Message) => {
      if (message.type === 'ready') resolve(message);
    });
  });
  return {
    name,
    ended,
    ready: Promise.race([ready, ended]),
    tell: (message) => void (child.connected && child.send(message, () => {})),
    onMessage: (hear) => void child.on('message', hear),
    async stop() {
      if (stopping || child.exitCode !== null || child.signalCode !== null) return;
      stopping = true;
      await endProcess(child, gone);
    },
  };
}

async function endProcess(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}
