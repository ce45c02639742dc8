export type Understood = 'opt_out' | 'opt_out_all' | 'pause' | 'claim' | 'consult' | 'reply';

/** Short and to the point: “退订” in the middle of a story about something else is no order. */
const OPT_OUT =
  /^(请|麻烦|我要|我想|帮我)?(退订|td|t|取消订阅|停止(发送|推送|打扰|联系)?|(别|不要|不用|勿|请勿)(再|在)?(给我|向我)?(发|推送|打扰|骚扰|联系)(了|我|消息|信息|广告|这些|东西|了吧)*)(吧|了|谢谢|，?谢谢)?$/;
const ALL = /(全部|所有|都)/;
/** “领”, “回复缴费”: somebody takes what was offered, and says nothing else. */
const CLAIM =
  /^(你?好|您好|在吗)?(回复)?(我)?(要|想要|想|需要|来)?(领取?|缴费|权益|福利)(一份|一个|一下|权益|福利|优惠|券|入口|链接|啦|吧|了|哦|谢谢)*$/;
const PAUSE = /^(请|麻烦|先|我想)?(暂停|安静)(一下|一段时间|发送|推送|一阵)*(吧|了|谢谢)*$/;
const CONSULT =
  /咨询|怎么(办|开|买|申请|弄|收费)|如何(办|开|买|申请|购买)|想(了解|办|开|买|问)|了解一下|利率|利息|收益|年化|费率|手续费|额度|起购|期限|能(办|贷|取)|可以(办|贷|约)|预约|办理|多少钱|有什么(产品|优惠|活动)|在哪(办|里办)|[?？]$/;

/** The words alone: as they are compared, whatever stands around them. */
export const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s。．.!！~～“”"'、,，]/g, '');

/**
 * What a customer means with a message, as far as words tell. An order to stop is followed at once; a
 * question is for a person to answer. When in doubt it is a question or an answer, never an order.
 */
export function understand(text: string): Understood {
  const said = bare(text);
  if (OPT_OUT.test(said) || OPT_OUT.test(said.replace(ALL, '')))
    return ALL.test(said) ? 'opt_out_all' : 'opt_out';
  if (PAUSE.test(said)) return 'pause';
  if (CLAIM.test(said)) return 'claim';
  return CONSULT.test(text.trim()) ? 'consult' : 'reply';
}
