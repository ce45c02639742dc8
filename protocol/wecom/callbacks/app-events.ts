import { z } from 'zod';
import {
  decimal,
  number,
  optionalNumber,
  optionalWords,
  repeated,
  wecomEvent,
  words,
} from './event.ts';

const app = { audience: 'app', source: 'D90240' } as const;
const keyed = z.object({ EventKey: optionalWords });

const menu = (name: string, event: string, fields: z.ZodType = keyed) =>
  wecomEvent({ ...app, name: `menu.${name}`, event, fields });

const ScanInfo = z.object({
  EventKey: optionalWords,
  ScanCodeInfo: z.object({ ScanType: words, ScanResult: words }).optional(),
});

const Pictures = z.object({
  EventKey: optionalWords,
  SendPicsInfo: z
    .object({
      Count: number,
      PicList: repeated('item', z.object({ PicMd5Sum: words })),
    })
    .optional(),
});

const Place = z.object({
  EventKey: optionalWords,
  SendLocationInfo: z
    .object({
      Location_X: words,
      Location_Y: words,
      Scale: optionalWords,
      Label: optionalWords,
      Poiname: optionalWords,
    })
    .optional(),
});

const card = z.object({
  EventKey: words,
  TaskId: words,
  CardType: optionalWords,
  ResponseCode: words,
  SelectedItems: repeated(
    'SelectedItem',
    z.object({ QuestionKey: words, OptionIds: repeated('OptionId', words) }),
  ),
});

export const cardAnswered = wecomEvent({
  ...app,
  name: 'card.answered',
  event: 'template_card_event',
  fields: card,
});
export const cardMenuChosen = wecomEvent({
  ...app,
  name: 'card.menu-chosen',
  event: 'template_card_menu_event',
  fields: card,
});
export const uploadFinished = wecomEvent({
  ...app,
  name: 'media.upload-finished',
  event: 'upload_media_job_finish',
  fields: z.object({ JobId: words }),
  source: 'D96219',
});
export const appSubscribed = wecomEvent({ ...app, name: 'app.subscribed', event: 'subscribe' });
export const appUnsubscribed = wecomEvent({
  ...app,
  name: 'app.unsubscribed',
  event: 'unsubscribe',
});
export const appEntered = wecomEvent({
  ...app,
  name: 'app.entered',
  event: 'enter_agent',
  fields: keyed,
});

const alert = z.object({ EffectTime: optionalNumber });

export const appEvents = [
  cardAnswered,
  cardMenuChosen,
  uploadFinished,
  appSubscribed,
  appUnsubscribed,
  appEntered,
  wecomEvent({
    ...app,
    name: 'app.location',
    event: 'LOCATION',
    fields: z.object({ Latitude: decimal, Longitude: decimal, Precision: decimal }),
  }),
  menu('clicked', 'click'),
  menu('viewed', 'view'),
  menu('mini-program-viewed', 'view_miniprogram'),
  menu('code-scanned', 'scancode_push', ScanInfo),
  menu('code-scanned-and-waiting', 'scancode_waitmsg', ScanInfo),
  menu('photo-taken', 'pic_sysphoto', Pictures),
  menu('photo-or-album', 'pic_photo_or_album', Pictures),
  menu('wechat-picture', 'pic_weixin', Pictures),
  menu('place-chosen', 'location_select', Place),
  wecomEvent({ ...app, name: 'interconnection.app-changed', event: 'share_agent_change' }),
  wecomEvent({ ...app, name: 'interconnection.chain-changed', event: 'share_chain_change' }),
  wecomEvent({
    ...app,
    name: 'approval.changed',
    event: 'open_approval_change',
    fields: z.object({
      ApprovalInfo: z.looseObject({ ThirdNo: words, OpenSpStatus: optionalNumber }),
    }),
  }),
  wecomEvent({ ...app, name: 'app.inactive-alert', event: 'inactive_alert', fields: alert }),
  wecomEvent({ ...app, name: 'app.low-active-alert', event: 'low_active_alert', fields: alert }),
  wecomEvent({ ...app, name: 'app.closed-as-inactive', event: 'close_inactive_agent' }),
  wecomEvent({ ...app, name: 'app.reopened', event: 'reopen_inactive_agent' }),
  wecomEvent({ ...app, name: 'app.low-active', event: 'low_active' }),
  wecomEvent({ ...app, name: 'app.active-again', event: 'active_restored' }),
];

const message = (kind: string, fields: z.ZodRawShape) =>
  wecomEvent({
    ...app,
    name: `message.${kind}`,
    event: kind,
    fields: z.object({ MsgId: words, ...fields }),
    source: 'G',
  });

/** What members write to the app: MsgType in place of Event. */
export const appMessages = [
  message('text', { Content: words }),
  message('image', { PicUrl: words, MediaId: words }),
  message('voice', { MediaId: words, Format: words }),
  message('video', { MediaId: words, ThumbMediaId: optionalWords }),
  message('location', {
    Location_X: decimal,
    Location_Y: decimal,
    Scale: optionalNumber,
    Label: optionalWords,
  }),
  message('link', {
    Title: words,
    Description: optionalWords,
    Url: words,
    PicUrl: optionalWords,
  }),
];
