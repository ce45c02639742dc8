import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { StartProblem } from './problem.ts';
import { say, worthSaying } from './terminal.ts';

export interface ProcessSpec {
  /** For people and log files: `api`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** What it says over its channel, apart from being ready. */
  readonly hear?: (message: Message) => void;
}

export interface Message {
  readonly type?: unknown;
}

export interface KeptProcess {
  /** Resolves when it first says that it is ready; rejects when it gives up before. */
  readonly ready: Promise<void>;
  /** Over its channel, as long as it runs. */
  tell(message: Message): void;
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 20_000;
const PAUSES_MS = [100, 500, 2_000, 5_000, 15_000, 30_000];
const SETTLED_MS = 60_000;

/** Runs one of our processes, again and again until told to stop. */
export function keepRunning(spec: ProcessSpec): KeptProcess {
  let child: ChildProcess | null = null;
  let stopping = false;
  let wasReady = false;
  let failures = 0;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => {});

  const run = async () => {
    const begun = Date.now();
    const lastWords: string[] = [];
    child = launch(spec, lastWords);
    child.on('message', (message: Message) => {
      if (message.type !== 'ready') return spec.hear?.(message);
      if (wasReady) say(`${spec.name} 已恢复`, `${spec.name} is back`);
      wasReady = true;
      resolve();
    });
    const [code, signal] = await ended(child);
    if (stopping) return;
    // Somebody's kill is not the program's failure, even while it starts.
    if (!wasReady && signal === null) return reject(gaveUp(spec.name, code, lastWords));
    failures = Date.now() - begun > SETTLED_MS ? 0 : failures + 1;
    const how = signal ?? code;
    say(
      `${spec.name} 意外退出（${how}），正在重新启动`,
      `${spec.name} ended (${how}), starting it again`,
    );
    await sleep(PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? PAUSES_MS[0]);
    if (!stopping) await run();
  };
  run().catch(reject);

  return {
    ready,
    tell: (message) => {
      if (child?.connected) child.send(message, () => {});
    },
    stop: async () => {
      stopping = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

function launch(spec: ProcessSpec, lastWords: string[]): ChildProcess {
  const child = spawn(process.execPath, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    // A group of its own: Ctrl-C reaches the launcher alone, which stops things in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      spec.log(line);
      const said = worthSaying(line);
      if (said === null) return;
      lastWords.push(said);
      if (lastWords.length > 30) lastWords.shift();
      console.error(`  [${spec.name}] ${said}`);
    });
  }
  return child;
}

function ended(child: ChildProcess): Promise<[number | null, string | null]> {
  return new Promise((resolve) => {
    child.once('error', () => resolve([1, null]));
    child.once('close', (code, signal) => resolve([code, signal]));
  });
}

function gaveUp(name: string, code: number | null, lastWords: string[]): StartProblem {
  return new StartProblem(
    'process-failed',
    `${name} 未能启动（返回 ${code}）：\n${lastWords.join('\n')}`,
    `${name} did not start (returned ${code}); it says the above.`,
  );
}

/** Runs a program of ours to its end and answers what it printed. */
export async function runToEnd(
  spec: Omit<ProcessSpec, 'log' | 'hear'> & { signal: AbortSignal },
): Promise<string> {
  const child = spawn(process.execPath, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    signal: spec.signal,
    killSignal: 'SIGTERM',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-8000);
  });
  const [code] = await ended(child);
  spec.signal.throwIfAborted();
  if (code === 0) return output;
  const said = `${errors}\n${output.slice(-4000)}`.trim();
  throw new StartProblem(
    'step-failed',
    `${spec.name} 失败（返回 ${code}）：\n${stripVTControlCharacters(said)}`,
    `${spec.name} failed (returned ${code}); it says the above.`,
  );
}
