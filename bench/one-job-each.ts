import { Logger, run as startWorker } from 'graphile-worker';
import pg from 'pg';
import { seconds } from './figure.ts';

const CONCURRENCY = 8;

/**
 * The peer of what is done set-wise: a job for each customer in the queue, numbered from 1, eight at a
 * time. Answers the seconds from the first job to the end of the last.
 */
export async function oneJobEach(
  url: string,
  jobs: number,
  work: (client: pg.PoolClient, id: number) => Promise<void>,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CONCURRENCY + 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await pool.query(
    `select graphile_worker.add_jobs(array(
       select row('one-each', json_build_object('id', n), null, null, null, null, null, null)::graphile_worker.job_spec
         from generate_series(1, $1::int) n))`,
    [jobs],
  );
  let left = jobs;
  const finished = Promise.withResolvers<void>();
  const spent = await seconds(async () => {
    const worker = await startWorker({
      pgPool: pool,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      taskList: {
        'one-each': async (payload, helpers) => {
          await helpers.withPgClient((client) => work(client, (payload as { id: number }).id));
          left -= 1;
          if (left === 0) finished.resolve();
        },
      },
    });
    await finished.promise;
    await worker.stop();
  });
  await pool.end();
  return spent;
}
