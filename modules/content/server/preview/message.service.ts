import type { z } from 'zod';
import type { Ctx } from '#platform/server/ctx.ts';
import { contentErrors, type ItemId } from '../../contract/item.ts';
import type { previewMessages, ShownAttachment, ShownMessage } from '../../contract/message.ts';
import type { ContentAttachment, Rendered } from '../../contract/sending.ts';
import { findItem, findVersion, type VersionRow } from '../items/item.repo.ts';
import { READ } from '../items/item.view.ts';
import { renderContent } from '../rendering/render.service.ts';

type Wanted = z.output<typeof previewMessages.body>['messages'][number];

/** What is another's with every sender, and with every customer who is spoken to by name. */
const ofSender = { rm_name: '〔客户经理姓名〕', rm_no: '〔工号〕', branch_name: '〔网点名称〕' };
const ofCustomer = { customer_title: '〔客户称呼〕' };

/** In the order given; content that the caller may not see does not exist. */
export async function showMessages(
  ctx: Ctx,
  wanted: readonly Wanted[],
): Promise<{ items: ShownMessage[] }> {
  const items: ShownMessage[] = [];
  for (const one of wanted) items.push(await showMessage(ctx, one));
  return { items };
}

async function showMessage(ctx: Ctx, wanted: Wanted): Promise<ShownMessage> {
  const { itemId, version, channel, byName, values } = wanted;
  const found = await findItem(ctx, itemId as ItemId, READ);
  const row = found && (await findVersion(ctx, { itemId, version }));
  if (!row) throw contentErrors.itemNotFound({ id: itemId });
  // A moment is the same for everybody who publishes it, so nobody's name stands in it.
  const own = channel !== 'moments';
  const [rendered] = await renderContent(
    ctx,
    { itemId, version },
    {
      customerIds: [],
      staffId: own ? ctx.actor.id : null,
      channel,
      neutral: !byName,
      values: { ...values, ...(own && ofSender), ...(byName && ofCustomer) },
      links: { kind: 'shared', mark: 'preview' },
    },
  );
  return shownMessage(row, rendered!);
}

export function shownMessage(version: VersionRow, rendered: Rendered): ShownMessage {
  if (rendered.outcome === 'refused')
    return {
      ready: false,
      text: '',
      attachments: [],
      why: [rendered.text[0], rendered.text[1]],
    };
  return {
    ready: true,
    text: rendered.text,
    attachments: rendered.attachments.map((one) => shown(one, version)),
    why: null,
  };
}

function shown(one: ContentAttachment, { body: { carrier } }: VersionRow): ShownAttachment {
  const title = 'title' in carrier ? carrier.title : '';
  const bare = { title, desc: '', fileId: null, url: null };
  switch (one.kind) {
    case 'link':
      return {
        kind: 'link',
        title: one.title,
        desc: one.desc,
        fileId: one.coverId,
        url: one.url,
      };
    case 'mini_program':
      return { ...bare, kind: 'mini_program', title: one.title, fileId: one.coverId };
    // Each sender's own code is put on the first picture when it leaves.
    case 'poster':
      return {
        ...bare,
        kind: 'image',
        fileId: carrier.format === 'image' ? carrier.images[0]! : null,
      };
    default:
      return { ...bare, kind: one.kind, fileId: one.fileId };
  }
}
