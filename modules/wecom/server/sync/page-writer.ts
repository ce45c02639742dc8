import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { ContactPage } from '../mirror/read-contacts.ts';
import { takeContacts, touched } from '../mirror/take.service.ts';
import { tellContacts } from '../mirror/tell.ts';
import { contactDifferences, copyOf } from './differences.ts';
import { type Part, setPart } from './part.repo.ts';
import type { StepWork } from './step.ts';

interface Waiting {
  readonly part: Part;
  readonly page: ContactPage;
  readonly written: () => void;
  readonly failed: (err: unknown) => void;
}

/** Pages in one commit at most: what a run holds in memory is bounded by this and its lanes. */
const MOST = 20;

/** Pages that arrive while one commit is under way share the next, each with its place in its part. */
export function createPageWriter(ctx: Ctx, work: StepWork) {
  const waiting: Waiting[] = [];
  let writing = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    const pages = batch.map(({ page }) => page);
    await inTx(ctx, async (ctx) => {
      const { corpId, runId, kind } = work;
      const ids = pages.flatMap((page) => page.contacts.map((c) => c.external_userid));
      const before = work.mode === 'reconcile' ? await copyOf(ctx, corpId, ids) : null;
      const changes = await takeContacts(ctx, corpId, {
        contacts: pages.flatMap((page) => page.contacts),
        follows: pages.flatMap((page) => page.follows),
        whole: [],
      });
      await tellContacts(ctx, corpId, touched(changes));
      let done = 0;
      for (const { part, page } of batch) {
        const over = page.next === '';
        if (over) done += part.items.length;
        await setPart(ctx, runId, kind, part.part, { cursor: page.next, done: over });
      }
      const records = pages.reduce((n, page) => n + page.follows.length, 0);
      const gain = { done, records, changed: changes.pairs.length };
      await work.save(ctx, gain, before ? contactDifferences(before, pages, changes) : []);
    });
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST);
      try {
        await write(batch);
        for (const { written } of batch) written();
      } catch (err) {
        for (const { failed } of batch) failed(err);
      }
    }
    writing = false;
  }

  return {
    add(part: Part, page: ContactPage): Promise<void> {
      return new Promise((written, failed) => {
        waiting.push({ part, page, written, failed });
        if (writing) return;
        writing = true;
        void writeAll();
      });
    },
  };
}
