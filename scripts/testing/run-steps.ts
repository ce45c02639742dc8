import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Result, readVitestReport } from './results.ts';
import type { Step } from './steps.ts';

const SIDE_BY_SIDE = 2;
const GRACE_MS = 15_000;

/** Every step runs, whatever became of the others; what the time did not suffice for has failed. */
export async function runSteps(
  steps: readonly Step[],
  root: string,
  signal: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const round of [1, 2, 3]) {
    const waiting = steps.filter((step) => step.round === round);
    const runner = async () => {
      for (let step = waiting.shift(); step; step = waiting.shift()) {
        results.push(...(await runStep(step, root, signal)));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, runner));
  }
  return results;
}

async function runStep(step: Step, root: string, signal: AbortSignal): Promise<Result[]> {
  const begun = Date.now();
  const own = (status: Result['status']): Result => ({
    title: step.title,
    file: `step ${step.name}`,
    status,
  });
  const say = (mark: string, more = '') =>
    console.log(`${mark} ${step.title} (${((Date.now() - begun) / 1000).toFixed(1)} s)${more}`);
  try {
    signal.throwIfAborted();
    const env = (await step.work?.(root, signal)) ?? {};
    if (!step.args) {
      say('✓');
      return [own('passed')];
    }
    const report = join(root, `.cache/vitest-${step.name}.json`);
    if (step.vitest) rmSync(report, { force: true });
    // A place of its own for what tests write: whatever an interrupted one leaves goes with it.
    const place = mkdtempSync(join(tmpdir(), 'yuhang-run-'));
    chmodSync(place, 0o755);
    const { code, output } = await run(step, root, { ...env, TMPDIR: place }, signal);
    rmSync(place, { recursive: true, force: true, maxRetries: 3 });
    const ended = signal.aborted ? ` — ${(signal.reason as Error).message}` : '';
    if (step.vitest) {
      say(code === 0 ? '✓' : '✗', ended);
      return readVitestReport(report, root, code);
    }
    say(code === 0 ? '✓' : '✗', code === 0 ? '' : `${ended}\n${indent(output)}`);
    return [own(code === 0 ? 'passed' : 'failed')];
  } catch (error) {
    say('✗', ` — ${(error as Error).message}`);
    return [own('failed')];
  }
}

/** Tests are followed live; of the other steps one reads what they said only when they fail. */
async function run(
  step: Step,
  root: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, step.args?.(root) ?? [], {
    cwd: root,
    env: { ...process.env, ...env },
    // A group, so that a run which hangs is ended with everything it started.
    detached: true,
    stdio: ['ignore', step.vitest ? 'inherit' : 'pipe', step.vitest ? 'inherit' : 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const end = () => {
    endGroup(child, 'SIGTERM');
    setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MS).unref();
  };
  signal.addEventListener('abort', end, { once: true });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.once('close', (code) => resolve(code));
  });
  signal.removeEventListener('abort', end);
  return { code, output };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // It is gone.
  }
}

const indent = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
