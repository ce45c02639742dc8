import { z } from 'zod';
import { bytes, filled, int, list } from '../wire.ts';

/** The parts of template cards; each wrong part has its own code. */

const action = z.object({
  type: int({ min: 0, max: 3 }).optional(),
  url: bytes(2048).optional(),
  appid: bytes(64).optional(),
  pagepath: bytes(1024).optional(),
});

const Source = z.object({
  icon_url: bytes(2048).optional(),
  desc: bytes(128).optional(),
  desc_color: int({ min: 0, max: 3 }).optional(),
});

const ActionMenu = z
  .object({
    desc: bytes(128).optional(),
    action_list: list(
      z.object({ text: filled(128, { missing: 42020 }), key: filled(1024, { missing: 42019 }) }),
      { min: 1, max: 3, invalid: 42019 },
    ),
  })
  .refine((m) => new Set(m.action_list.map((a) => a.key)).size === m.action_list.length, {
    error: '42051',
  });

const MainTitle = z.object({ title: bytes(256).optional(), desc: bytes(256).optional() });

const QuoteArea = action.extend({
  title: bytes(256).optional(),
  quote_text: bytes(1024).optional(),
});

const HorizontalItem = action.extend({
  keyname: filled(64, { missing: 42027 }),
  value: bytes(256).optional(),
  media_id: bytes(256).optional(),
  userid: bytes(64).optional(),
});

/** type 1 needs a url, 2 a file, 3 a member. */
const HorizontalList = list(
  HorizontalItem.refine((i) => i.type !== 1 || i.url, { error: '42028' })
    .refine((i) => i.type !== 2 || i.media_id, { error: '42029' })
    .refine((i) => i.type !== 3 || i.userid, { error: '42050' }),
  { max: 6, invalid: 42035 },
);

const Jump = action
  .extend({ title: filled(64, { missing: 42033 }) })
  .refine((j) => j.type !== 1 || j.url, { error: '42028' })
  .refine((j) => j.type !== 2 || j.appid, { error: '42030' });

const CardAction = action.refine(
  (a) => (a.type === 1 && Boolean(a.url)) || (a.type === 2 && Boolean(a.appid)),
  { error: '42045' },
);

const Option = z.object({
  id: filled(128, { missing: 42040, invalid: 42040 }),
  text: filled(128, { missing: 42041, invalid: 42041 }),
});

const Select = z.object({
  question_key: filled(1024, { missing: 42043, invalid: 42043 }),
  title: bytes(128).optional(),
  selected_id: bytes(128).optional(),
  option_list: list(Option, { min: 1, max: 10, invalid: 42037 }),
});

const shared = {
  source: Source.optional(),
  action_menu: ActionMenu.optional(),
  main_title: MainTitle.optional(),
  task_id: z
    .string()
    .regex(/^[0-9A-Za-z_\-@]{1,128}$/, { error: '42014' })
    .optional(),
  /** In updates of interactive cards. */
  replace_text: bytes(128).optional(),
};

const notice = {
  quote_area: QuoteArea.optional(),
  horizontal_content_list: HorizontalList.optional(),
  jump_list: list(Jump, { max: 3, invalid: 42042 }).optional(),
};

const SubmitButton = z.object({
  text: filled(128, { missing: 42049, invalid: 42049 }),
  key: filled(1024, { missing: 42046, invalid: 42046 }),
});

const TextNotice = z.object({
  card_type: z.literal('text_notice'),
  ...shared,
  ...notice,
  sub_title_text: bytes(1024).optional(),
  emphasis_content: MainTitle.optional(),
  card_action: CardAction,
});

const NewsNotice = z.object({
  card_type: z.literal('news_notice'),
  ...shared,
  ...notice,
  card_image: z
    .object({
      url: filled(2048, { missing: 42044, invalid: 42044 }),
      aspect_ratio: z.number().min(1.3).max(2.25).optional(),
    })
    .optional(),
  image_text_area: action
    .extend({
      title: bytes(256).optional(),
      desc: bytes(512).optional(),
      image_url: filled(2048, { missing: 42044 }),
    })
    .optional(),
  vertical_content_list: list(
    z.object({ title: filled(256, { missing: 42033 }), desc: bytes(1024).optional() }),
    { max: 4, invalid: 42036 },
  ).optional(),
  card_action: CardAction,
});

const ButtonInteraction = z.object({
  card_type: z.literal('button_interaction'),
  ...shared,
  quote_area: QuoteArea.optional(),
  sub_title_text: bytes(1024).optional(),
  horizontal_content_list: HorizontalList.optional(),
  card_action: CardAction.optional(),
  button_selection: Select.optional(),
  button_list: list(
    z
      .object({
        type: int({ min: 0, max: 1 }).optional(),
        text: filled(128, { missing: 42038, invalid: 42038 }),
        style: int({ min: 1, max: 4 }).optional(),
        key: filled(1024, { missing: 42039, invalid: 42039 }).optional(),
        url: bytes(2048).optional(),
      })
      .refine((b) => (b.type === 1 ? b.url : b.key), { error: '42039' }),
    { min: 1, max: 6, invalid: 42019 },
  ),
});

const VoteInteraction = z.object({
  card_type: z.literal('vote_interaction'),
  ...shared,
  checkbox: z.object({
    question_key: filled(1024, { missing: 42043, invalid: 42043 }),
    mode: int({ min: 0, max: 1 }).optional(),
    option_list: list(Option.extend({ is_checked: z.boolean().optional() }), {
      min: 1,
      max: 20,
      invalid: 42037,
    }),
  }),
  submit_button: SubmitButton,
});

const MultipleInteraction = z.object({
  card_type: z.literal('multiple_interaction'),
  ...shared,
  select_list: list(Select, { min: 1, max: 3, invalid: 42047 }),
  submit_button: SubmitButton,
});

type AnyCard = {
  card_type: string;
  task_id?: string | undefined;
  action_menu?: unknown;
  main_title?: { title?: string | undefined } | undefined;
  sub_title_text?: string | undefined;
  card_image?: unknown;
  image_text_area?: unknown;
};

/** Interactive cards, and notices with a menu, talk back: they need a callback and give a code. */
export const isInteractive = (card: AnyCard): boolean =>
  card.card_type.endsWith('_interaction') || Boolean(card.action_menu);

export const TemplateCard = z
  .discriminatedUnion(
    'card_type',
    [TextNotice, NewsNotice, ButtonInteraction, VoteInteraction, MultipleInteraction],
    { error: '42031' },
  )
  .refine((c: AnyCard) => !isInteractive(c) || Boolean(c.task_id), { error: '42014' })
  .refine(
    (c: AnyCard) =>
      c.card_type !== 'text_notice' || Boolean(c.main_title?.title || c.sub_title_text),
    { error: '42033' },
  )
  .refine(
    (c: AnyCard) => c.card_type !== 'news_notice' || Boolean(c.card_image || c.image_text_area),
    { error: '42044' },
  );
export type TemplateCard = z.infer<typeof TemplateCard>;
