import { type Interest, interestsIn } from './topics.ts';
import { isStop } from './words.ts';

/** What a message is, to somebody who reads it. */
export interface Content {
  readonly interests: readonly Interest[];
  /** Wants something of them; a notice or a greeting does not. */
  readonly kind: 'promotion' | 'service' | 'plain';
  readonly url: string | null;
  /** The answers of a question that is put to a group. */
  readonly options: readonly string[];
  readonly invitesToGroup: boolean;
  /** The word that is to be written back: 回复“领”. */
  readonly keyword: string | null;
}

const PROMOTING =
  /限时|优惠|立减|满减|抽奖|福利|领取|秒杀|折|活动|推荐|收益|理财|基金|保险|贷款|分期|办理|额度|爆款|抢|礼/;
const SERVING =
  /到账|账单|还款日|预约|已受理|停业|升级维护|安全提醒|防骗|反诈|温馨提示|营业时间|验证码/;
const ASKING = /答题|竞猜|问答|猜一猜|选一选|第.{1,3}题|问题[:：]/;
const JOINING = /入群|进群|加群|社群邀请/;
const URL_IN = /https?:\/\/[^\s"'<>,;)，。；）】]+/;
const KEYWORD = /回复\s*[“"「『【]([^”"」』】]{1,6})[”"」』】]/g;
const OPTION = /(?:^|[^A-Za-z])([A-D])[.、．:：)）]/g;

export interface Understood {
  readonly text: string;
  readonly content: Content;
}

/** The words and the address in a message, whatever its kind. */
export function understand(msgtype: string, body: Readonly<Record<string, unknown>>): Understood {
  const strings = ['content', 'title', 'desc', 'description', 'digest']
    .map((name) => body[name])
    .filter((x): x is string => typeof x === 'string');
  const text = strings.join('\n');
  const given = [body.url, body.link_url, body.pagepath].find(
    (x): x is string => typeof x === 'string' && x.startsWith('http'),
  );
  const asks = msgtype === 'text' && ASKING.test(text);
  const options = asks ? [...new Set([...text.matchAll(OPTION)].map((m) => m[1]!))] : [];
  const content: Content = {
    interests: interestsIn(text),
    kind: SERVING.test(text) ? 'service' : PROMOTING.test(text) ? 'promotion' : 'plain',
    url: given ?? URL_IN.exec(text)?.[0] ?? null,
    options: asks && options.length < 2 ? ['A', 'B', 'C'] : options,
    invitesToGroup: JOINING.test(text),
    keyword: [...text.matchAll(KEYWORD)].map((m) => m[1]!).find((word) => !isStop(word)) ?? null,
  };
  return { text, content };
}
