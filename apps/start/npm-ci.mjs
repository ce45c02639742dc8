// Runs `npm ci`: one at a time, and never longer than whoever asked for it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK = '.cache/installing';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Two installs into one folder would ruin each other: `npm start` beside `npm test`, for example.
 * One whose asker was killed is ended, since nobody would notice if it hung.
 */
export async function untilNobodyInstalls(root) {
  for (let said = false; ; said = true) {
    const [asker, npm] = readMark(root);
    if (!runs(npm, 'npm')) return;
    if (!runs(asker, 'node')) endGroup(npm);
    else if (!said)
      console.log('正在等待另一处的安装 / waiting for another installation to finish');
    await sleep(200);
  }
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function readMark(root) {
  try {
    return readFileSync(join(root, MARK), 'utf8').split(' ').map(Number);
  } catch {
    return [0, 0];
  }
}

function runs(pid, name) {
  try {
    return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
  } catch {
    return false;
  }
}

/** Answers npm's exit code and the end of what it said. */
export function npmCi(root, options) {
  const { program, args, env } = npmOutside(root);
  return new Promise((resolve) => {
    const all = [...args, 'ci', ...options, '--no-audit', '--no-fund', '--loglevel=error'];
    const child = spawn(program, all, {
      cwd: root,
      env,
      // A group of its own, to be ended with the scripts it runs.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    mark(root, child.pid);
    let output = '';
    const keep = (chunk) => {
      output = `${output}${chunk}`.slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = () => {
      // What is half installed is recognised, and installed anew the next time.
      endGroup(child.pid);
      process.exit(130);
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    const end = (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      rmSync(join(root, MARK), { force: true });
      resolve({ code, output });
    };
    child.on('error', (error) => {
      keep(error.message);
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

function mark(root, pid) {
  if (!pid) return;
  mkdirSync(join(root, dirname(MARK)), { recursive: true });
  writeFileSync(join(root, MARK), `${process.pid} ${pid}`);
}

/**
 * The npm and the Node we were called by, never those inside node_modules: `npm ci` begins by
 * removing that folder, and must not saw off the branch it sits on.
 */
function npmOutside(root) {
  const inside = join(root, 'node_modules');
  const env = { ...process.env };
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(inside));
  env.PATH = path.join(delimiter);
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm?.endsWith('.js') && node && !node.startsWith(inside) && existsSync(node)) {
    env.PATH = `${dirname(node)}${delimiter}${env.PATH}`;
    return { program: node, args: [npm], env };
  }
  return { program: 'npm', args: [], env };
}
