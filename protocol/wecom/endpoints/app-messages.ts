import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { bytes, filled, flag, int, list, text, url } from '../wire.ts';
import { TemplateCard } from './template-cards.ts';

const agentid = int({ missing: 41011, invalid: 40056 });
const mediaId = filled(256, { missing: 41006, invalid: 40007 });
const title = (max: number) => filled(max, { missing: 41016, invalid: 45002 });

/** Longer text than this is cut, not refused. */
export const APP_TEXT_BYTES = 2048;

export const Article = z.object({
  title: title(128),
  description: bytes(512, { invalid: 45002 }).optional(),
  url: bytes(2048).optional(),
  picurl: bytes(2048).optional(),
  appid: bytes(64).optional(),
  pagepath: bytes(128).optional(),
});

export const MpArticle = z.object({
  title: title(128),
  thumb_media_id: mediaId,
  author: bytes(64, { invalid: 45032 }).optional(),
  content_source_url: bytes(2048).optional(),
  content: bytes(666 * 1024, { min: 1, missing: 44004, invalid: 45002 }),
  digest: bytes(512, { invalid: 45002 }).optional(),
});

/** Receivers joined by `|`; empty text for none. */
const receivers = {
  touser: z.string().max(70_000).optional(),
  toparty: z.string().max(10_000).optional(),
  totag: z.string().max(10_000).optional(),
};

const options = {
  safe: int({ min: 0, max: 2 }).optional(),
  enable_id_trans: flag.optional(),
  enable_duplicate_check: flag.optional(),
  duplicate_check_interval: int({ min: 0, max: 14_400 }).optional(),
};

const message = <K extends string, T extends z.ZodType>(kind: K, body: T) =>
  z.object({
    ...receivers,
    ...options,
    agentid,
    msgtype: z.literal(kind),
    [kind]: body,
  } as unknown as typeof receivers &
    typeof options & { agentid: typeof agentid; msgtype: z.ZodLiteral<K> } & Record<K, T>);

const content = z.object({ content: z.string({ error: '44004' }).min(1, { error: '44004' }) });
const media = z.object({ media_id: mediaId });

/** It goes without an agent id: the token says which app it is. */
const miniProgramNotice = z.object({
  ...receivers,
  ...options,
  agentid: agentid.optional(),
  msgtype: z.literal('miniprogram_notice'),
  miniprogram_notice: z.object({
    appid: filled(64, { missing: 90200, invalid: 90207 }),
    page: bytes(1024, { invalid: 90204 }).optional(),
    title: text(12, { min: 4, missing: 41016, invalid: 45002 }),
    description: text(12, { invalid: 45002 }).optional(),
    emphasis_first_item: z.boolean().optional(),
    content_item: list(
      z.object({
        key: text(10, { min: 1, invalid: 90202 }),
        value: text(30, { min: 1, invalid: 90203 }),
      }),
      { max: 10, invalid: 90201 },
    ).optional(),
  }),
});

export const AppMessage = z
  .discriminatedUnion(
    'msgtype',
    [
      message('text', content),
      message('image', media),
      message('voice', media),
      message('file', media),
      message(
        'video',
        media.extend({ title: bytes(128).optional(), description: bytes(512).optional() }),
      ),
      message(
        'textcard',
        z.object({
          title: text(128, { min: 1, missing: 41016, invalid: 45002 }),
          description: text(512, { min: 1, missing: 41033, invalid: 45002 }),
          url: url(2048, { missing: 41010, invalid: 40039 }),
          btntxt: text(4, { invalid: 45002 }).optional(),
        }),
      ),
      message('news', z.object({ articles: list(Article, { min: 1, max: 8, invalid: 45008 }) })),
      message(
        'mpnews',
        z.object({ articles: list(MpArticle, { min: 1, max: 8, invalid: 45008 }) }),
      ),
      message('markdown', content),
      message('template_card', TemplateCard),
      miniProgramNotice,
    ],
    { error: '40008' },
  )
  .refine((m) => Boolean(m.touser || m.toparty || m.totag), { error: '82001' });
export type AppMessage = z.infer<typeof AppMessage>;

export const sendAppMessage = wecomEndpoint({
  name: 'app-message.send',
  method: 'POST',
  path: '/cgi-bin/message/send',
  access: 'app',
  effect: 'once',
  body: AppMessage,
  reply: z.object({
    /** Joined by `|`, member ids in lower case. */
    invaliduser: z.string().default(''),
    invalidparty: z.string().default(''),
    invalidtag: z.string().default(''),
    unlicenseduser: z.string().default(''),
    msgid: z.string(),
    /** Of interactive cards: 72 hours, one use. */
    response_code: z.string().optional(),
  }),
  errors: [
    40007, 40008, 40032, 40056, 41011, 41016, 41033, 42014, 43012, 44004, 45002, 45008, 81013,
    82001, 82002, 82003, 90200, 90201, 90202, 90203, 301002,
  ],
  source: 'D90236',
});

/** Within 24 hours. */
export const recallAppMessage = wecomEndpoint({
  name: 'app-message.recall',
  method: 'POST',
  path: '/cgi-bin/message/recall',
  access: 'app',
  effect: 'repeatable',
  body: z.object({ msgid: filled(256, { missing: 41046, invalid: 41047 }) }),
  errors: [41046, 41047, 42052],
  source: 'D94867',
});

/** Either the button's new name, after which it is dead, or a whole new card. */
export const updateTemplateCard = wecomEndpoint({
  name: 'app-message.update-card',
  method: 'POST',
  path: '/cgi-bin/message/update_template_card',
  access: 'app',
  effect: 'once',
  body: z
    .object({
      userids: list(bytes(64), { max: 1000, invalid: 40032 }).optional(),
      partyids: list(int(), { max: 100, invalid: 82002 }).optional(),
      tagids: list(int(), { max: 100, invalid: 82003 }).optional(),
      atall: flag.optional(),
      agentid,
      response_code: filled(512, { missing: 60140, invalid: 60140 }),
      button: z.object({ replace_name: filled(128, { missing: 42020 }) }).optional(),
      template_card: TemplateCard.optional(),
    })
    .refine((b) => b.button || b.template_card, { error: '42019' })
    .refine(
      (b) => b.atall === 1 || [b.userids, b.partyids, b.tagids].some((l) => (l?.length ?? 0) > 0),
      { error: '82001' },
    ),
  reply: z.object({
    invaliduser: z.array(z.string()).optional(),
    response_code: z.string().optional(),
  }),
  errors: [40056, 42015, 60140, 82001, 301002],
  source: 'D94888',
});
