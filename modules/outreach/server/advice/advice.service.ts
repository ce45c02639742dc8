import { platformErrors } from '#platform/contract/errors.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { ChannelAdvice } from '../../contract/advice.ts';
import { countBands } from './advice.repo.ts';

const READ = 'outreach.plan.read';
const AFFLUENT = ['affluent', 'private'];
/** Half of them: what suits most of an audience comes first. */
const MOST = 0.5;

/** Moments first where the affluent are: little disturbance, trust by content, and interaction tells who is interested. */
export async function adviseChannel(ctx: Ctx, audienceId: string): Promise<ChannelAdvice> {
  const counted = await countBands(ctx, READ, audienceId, AFFLUENT);
  if (!counted) throw platformErrors.notFound({ audienceId });
  const { customers, affluent } = counted;
  const share = customers === 0 ? 0 : affluent / customers;
  const first = share >= MOST ? 'moments' : 'one_to_one';
  const percent = `${Math.round(share * 100)}%`;
  const why: Phrase =
    first === 'moments'
      ? [
          `客群里 ${percent} 是富裕或私行客户，建议先发朋友圈：打扰最少，用内容建立信任，由点赞和评论识别谁有意向，再一对一跟进。`,
          `${percent} of this audience are affluent or private-banking customers: Moments first. They disturb least, content builds trust, likes and comments show who is interested; then follow up one-to-one.`,
        ]
      : [
          `客群里富裕或私行客户只占 ${percent}，可以先一对一：转化高，删除也多，留意频率上限和删除上限。`,
          `Only ${percent} of this audience are affluent or private-banking customers: one-to-one may come first. It converts well and costs deletions; mind the caps.`,
        ];
  return { first, customers, affluent, why: say(why, ctx.lang) };
}
