import type { Phrase } from '#platform/contract/text.ts';

/** A gift that comes with a product or a service; prizes of a free game are told by its rules. */
const GIFTS: readonly RegExp[] = [
  /赠送(?!服务|短信|说明)|附赠|赠品|买赠|有礼(?!貌|数|节)/,
  /(?:领取?|送|赠|换|兑换?|享|拿|获)[^。！？，,；;\n]{0,8}(?:礼品|礼包|好礼|大礼|礼盒|伴手礼|见面礼|开户礼|首绑礼|开卡礼)/,
  /(?:开户|开卡|办卡|办理|签约|激活|绑卡|绑定|首刷|消费|刷卡|存入|到店|进店|预约|下载|注册|添加|代发)[^。！？；;\n]{0,12}送(?!达|别|货|出|往|审|信息|短信|通知|到|给您的短信)/,
];
/** 未赠送, 不赠送, 谨防“免费送”: nothing is given. */
const NONE =
  /(?:不|没有|无|未|非|从不|谨防|警惕|切勿|别信|严禁|禁止|不得|拉您|骗)[^，,；;。！？\n]{0,12}(?:赠|礼|送)/;

const N = '(?:\\d[\\d,.]*|[一二两三四五六七八九十百千]+)';
const parts: readonly {
  readonly name: Phrase;
  readonly told: RegExp;
  readonly example: string;
}[] = [
  {
    name: ['品种', 'kind'],
    told: new RegExp(
      `(?:品种|赠品|礼品|奖品|礼物|礼包内含|内含)\\s*[:：为是]\\s*[^\\s。，]|\\{(?:benefit|prize|gift)_name\\}|(?:送|赠送|附赠|领取?|兑换?|获赠|获得?)(?:您|你|客户)?(?:${N}|每人|限量|价值)?(?:元|[份个件张台名套袋盒桶箱瓶把只次本])?的?(?!精美|惊喜|超值|专属)[\\p{Script=Han}A-Za-z]{0,8}(?!礼品|礼包|好礼|大礼|礼物|惊喜|福利)(?:券|卡|油|米|面|伞|杯|壶|锅|箱|包|巾|月饼|粽子|电影票|门票|体检|洗车|加油|话费|流量|立减金|会员|积分|手环|台历|春联|水果|蛋|牛奶|纸|洗衣液|玩偶|书|咖啡|早餐|服务)`,
      'u',
    ),
    example: '品种：保温杯',
  },
  {
    name: ['规格', 'specification'],
    told: new RegExp(
      `规格|型号|面值|面额|容量|尺寸|${N}\\s*(?:ml|毫升|升|l|kg|千克|公斤|克|g|斤|寸|英寸|厘米|cm|片|抽|支装|GB|M)(?![a-z])|(?:价值\\s*)${N}\\s*元|${N}\\s*(?:元|个月|月)(?:的|面值)?\\p{Script=Han}{0,3}(?:券|红包|立减金|话费|油卡|卡|金|会员|礼)|\\{(?:benefit|prize|gift|offer)_(?:rule|spec)\\}`,
      'iu',
    ),
    example: '规格：500毫升',
  },
  {
    name: ['数量', 'quantity'],
    told: new RegExp(
      `(?:数量|限量|总量|共|前|每人|每户|各|仅限|名额)[^。！？\\n]{0,6}${N}\\s*[份个件张台名位套袋盒桶箱瓶把只次本户]|${N}\\s*[份件张台套袋盒桶箱瓶把只本](?!\\s*(?:起|以上))|\\{stock\\}`,
      'u',
    ),
    example: '数量：每人1个，共200个',
  },
  {
    name: ['期限', 'period'],
    told: /\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|截至|截止|有效期|活动期|期限\s*[:：为]|即日起至|月底前|当[天日](?:领取|有效)|\{(?:benefit_expire|deadline|event_date)\}/,
    example: '期限：2026年12月1日至12月31日',
  },
  {
    name: ['方式', 'method'],
    told: /方式|凭[^。！？\n]{1,16}|到(?:店|网点|柜台|\{branch_name\}|[^。！？，\n]{1,10}网点)[^。！？\n]{0,8}领|领取(?:入口|地点|地址)|在[^。！？，\n]{1,12}领取|自动(?:发放|到账|入账)|系统发放|邮寄|扫码领|兑换码|核销|\{(?:benefit_how|rule_link|entry_link)\}/,
    example: '领取方式：凭短信到网点柜台领取',
  },
];

export interface Gift {
  readonly why: Phrase;
  readonly proposal: string;
}

/** What a text that gives something away does not say of it (CR-083). */
export function giftIn(text: string): Gift | null {
  const given = text
    .split(/(?<=[。！？\n])/)
    .some((sentence) => !NONE.test(sentence) && GIFTS.some((gift) => gift.test(sentence)));
  const missing = given ? parts.filter(({ told }) => !told.test(text)) : [];
  if (missing.length === 0) return null;
  return {
    why: [
      `赠品说明不全，缺少：${missing.map(({ name }) => name[0]).join('、')}`,
      `The gift is not told in full; missing: ${missing.map(({ name }) => name[1]).join(', ')}`,
    ],
    proposal: `${missing.map(({ example }) => example).join('；')}。`,
  };
}
