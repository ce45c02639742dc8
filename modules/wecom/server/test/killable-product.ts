import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ProductPlace {
  readonly database: string;
  readonly masterKey: Buffer;
  readonly files: string;
  readonly port: number;
  readonly concurrency?: number;
}

export interface KillableProduct {
  /** Sudden death: `kill -9`. */
  kill(): Promise<void>;
  /** Bytes, at most so far. */
  peakMemory(): Promise<number>;
}

/** The product in a process of its own. */
export async function startProduct(place: ProductPlace): Promise<KillableProduct> {
  const main = fileURLToPath(new URL('./product-process.ts', import.meta.url));
  const child: ChildProcess = fork(
    main,
    [
      `--database=${place.database}`,
      `--masterKey=${place.masterKey.toString('base64')}`,
      `--files=${place.files}`,
      `--port=${place.port}`,
      `--concurrency=${place.concurrency ?? 4}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] },
  );
  const gone = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    gone.then(() => {
      throw new Error('the product ended before it listened');
    }),
  ]);
  return {
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async peakMemory() {
      child.send('memory?');
      const [{ peak }] = (await once(child, 'message')) as [{ peak: number }];
      return peak;
    },
  };
}
