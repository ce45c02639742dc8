import { createHash } from 'node:crypto';
import { uploadFinished } from '#protocol/wecom/callbacks/app-events.ts';
import { getUploadJob, uploadByUrl } from '#protocol/wecom/endpoints/media.ts';
import { MEDIA_SECONDS, UPLOAD_JOB_SECONDS } from '#protocol/wecom/limits.ts';
import { tell } from '../callbacks/tell.ts';
import { inTx, row, run } from '../core/db.ts';
import { found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Sim, Work } from '../core/sim.ts';
import { insertMedia } from './media.store.ts';

const LARGEST = 200 * 1024 * 1024;

interface Wanted {
  type: 'video' | 'file';
  filename: string;
  url: string;
  md5: string;
}

interface UploadJob {
  corp_id: string;
  jobid: string;
  agent_id: number;
  payload: Wanted;
}

export const uploadByUrlApi = [
  serve(uploadByUrl, async ({ sim, corp, app, db, now, body }) => {
    const jobid = sim.ids.next('job', 40);
    const { type, filename, url, md5 } = body;
    await run(
      db,
      `insert into job (corp_id, jobid, kind, agent_id, created_at, due_at, expires_at, payload)
       values ($1, $2, 'upload', $3, $4, $5, $6, $7)`,
      [
        corp.corpId,
        jobid,
        app.agentId,
        now,
        now + corp.settings.uploadJobSeconds,
        now + UPLOAD_JOB_SECONDS,
        JSON.stringify({ type, filename, url, md5 }),
      ],
    );
    return { jobid };
  }),

  serve(getUploadJob, async ({ corp, db, now, body }) => {
    const job = found(
      await row<{ result: { status: number; detail: { errcode: number; errmsg: string } } | null }>(
        db,
        `select result from job
          where corp_id = $1 and jobid = $2 and kind = 'upload' and expires_at > $3`,
        [corp.corpId, body.jobid, now],
      ),
      60136,
    );
    return job.result ?? { status: 1 };
  }),
];

/** Downloads, checks and keeps the file; tells the app that it is done. */
export async function runUpload(sim: Sim, job: UploadJob): Promise<void> {
  const corp = sim.directory.corp(job.corp_id);
  if (!corp) return;
  const file = await download(job.payload);
  await inTx(sim.pool, async (db) => {
    const work: Work = { sim, corp, db, now: sim.clock.now() };
    const { type, filename } = job.payload;
    const done =
      'bytes' in file
        ? {
            status: 2,
            detail: {
              errcode: 0,
              errmsg: 'ok',
              media_id: await insertMedia(work, {
                kind: type,
                purpose: 'temporary',
                filename,
                content_type: type === 'video' ? 'video/mp4' : 'application/octet-stream',
                bytes: file.bytes,
                lifetime: MEDIA_SECONDS,
              }),
              created_at: work.now,
            },
          }
        : { status: 3, detail: { errcode: file.errcode, errmsg: file.reason } };
    await run(db, 'update job set result = $3 where corp_id = $1 and jobid = $2', [
      job.corp_id,
      job.jobid,
      JSON.stringify(done),
    ]);
    const app = corp.apps.get(job.agent_id);
    await tell(work, uploadFinished, { fields: { JobId: job.jobid }, subject: job.jobid, app });
  });
  sim.callbacks.wake();
}

async function download(
  wanted: Wanted,
): Promise<{ bytes: Buffer } | { errcode: number; reason: string }> {
  try {
    const response = await fetch(wanted.url, {
      headers: { range: `bytes=0-${LARGEST}` },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) return { errcode: 830003, reason: `HTTP ${response.status}` };
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > LARGEST) return { errcode: 830002, reason: 'larger than 200 MB' };
    const md5 = createHash('md5').update(bytes).digest('hex');
    if (md5 !== wanted.md5.toLowerCase()) return { errcode: 301019, reason: 'wrong md5' };
    return { bytes };
  } catch (error) {
    return { errcode: 830003, reason: String(error) };
  }
}
