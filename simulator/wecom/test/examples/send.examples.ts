import { png } from '../files.ts';
import type { LivingBank } from '../living-bank.ts';
import { type Make, span, text } from './example.ts';

const owners = { owner_filter: { userid_list: ['zhangsan'] } };
const handOver = { handover_userid: 'zhangsan', takeover_userid: 'lisi' };
const leaver = { handover_userid: 'former', takeover_userid: 'lisi' };

export const SEND_EXAMPLES: Record<string, Make> = {
  'welcome.send': async (b) => ({ body: { welcome_code: await welcomeCode(b), text } }),
  'group-welcome.add': () => ({ body: { text: { content: '欢迎 %NICKNAME%' }, notify: 0 } }),
  'group-welcome.edit': (b) => ({ body: { template_id: b.ids.groupWelcome, text } }),
  'group-welcome.get': (b) => ({ body: { template_id: b.ids.groupWelcome } }),
  'group-welcome.delete': (b) => ({ body: { template_id: b.ids.groupWelcome } }),
  'mass-message.add': (b) => ({
    body: {
      chat_type: 'single',
      external_userid: [b.ids.customer, 'wmNobody'],
      sender: 'zhangsan',
      text,
      attachments: [
        { msgtype: 'image', image: { media_id: b.ids.image } },
        { msgtype: 'link', link: { title: '活动', url: 'https://bank.example/a' } },
      ],
    },
  }),
  'mass-message.list': () => ({ body: { chat_type: 'single', ...span } }),
  'mass-message.tasks': (b) => ({ body: { msgid: b.ids.mass } }),
  'mass-message.results': (b) => ({ body: { msgid: b.ids.mass, userid: 'zhangsan' } }),
  'mass-message.remind': (b) => ({ body: { msgid: b.ids.waitingMass } }),
  'mass-message.cancel': (b) => ({ body: { msgid: b.ids.waitingMass } }),
  'mass-message.old-result': () => ({ body: { msgid: 'msgOld' } }),
  'moment.add': (b) => ({
    body: {
      text,
      attachments: [{ msgtype: 'image', image: { media_id: b.ids.momentImage } }],
      visible_range: {
        sender_list: { user_list: ['zhangsan', 'nobody'] },
        external_contact_list: { tag_list: [b.ids.tag] },
      },
    },
  }),
  'moment.job': (b) => ({ query: { jobid: b.ids.momentJob } }),
  'moment.list': () => ({ body: span }),
  'moment.tasks': (b) => ({ body: { moment_id: b.ids.moment } }),
  'moment.customers': (b) => ({ body: { moment_id: b.ids.moment, userid: 'zhangsan' } }),
  'moment.viewers': (b) => ({ body: { moment_id: b.ids.moment, userid: 'zhangsan' } }),
  'moment.reactions': (b) => ({ body: { moment_id: b.ids.moment, userid: 'zhangsan' } }),
  'moment.cancel': (b) => ({ body: { moment_id: b.ids.moment } }),
  'group.list': () => ({ body: { ...owners, limit: 10 } }),
  'group.get': (b) => ({ body: { chat_id: b.ids.group, need_name: 1 } }),
  'group.from-opengid': async (b) => {
    const { group } = await b.control('GET', `/sim/corps/${b.corpId}/groups/${b.ids.group}`);
    return { body: { opengid: (group as unknown as { opengid: string }).opengid } };
  },
  'join-way.add': (b) => ({ body: { scene: 2, chat_id_list: [b.ids.group], remark: '海报' } }),
  'join-way.get': (b) => ({ body: { config_id: b.ids.joinWay } }),
  'join-way.update': (b) => ({
    body: { config_id: b.ids.joinWay, scene: 2, chat_id_list: [b.ids.group] },
  }),
  'join-way.delete': (b) => ({ body: { config_id: b.ids.joinWay } }),
  'transfer.customers': (b) => ({ body: { ...handOver, external_userid: [b.ids.plain] } }),
  'transfer.results': () => ({ body: handOver }),
  'transfer.unassigned': () => ({ body: { page_size: 10 } }),
  'transfer.leaver-customers': (b) => ({ body: { ...leaver, external_userid: [b.ids.orphan] } }),
  'transfer.leaver-results': () => ({ body: leaver }),
  'transfer.leaver-groups': (b) => ({
    body: { chat_id_list: [b.ids.orphanGroup], new_owner: 'lisi' },
  }),
  'transfer.groups': (b) => ({ body: { chat_id_list: [b.ids.westGroup], new_owner: 'lisi' } }),
  'transfer.old': (b) => ({ body: { ...leaver, external_userid: b.ids.orphan2 } }),
  'transfer.old-result': (b) => ({ body: { ...leaver, external_userid: b.ids.orphan2 } }),
  'app-message.send': () => ({
    body: {
      touser: 'zhangsan|nobody',
      toparty: '',
      totag: '',
      agentid: 1000002,
      msgtype: 'text',
      text,
    },
  }),
  'app-message.recall': (b) => ({ body: { msgid: b.ids.message } }),
  'app-message.update-card': (b) => ({
    body: {
      userids: ['zhangsan'],
      agentid: 1000002,
      response_code: b.ids.responseCode,
      button: { replace_name: '已确认' },
    },
  }),
  'menu.create': () => ({
    query: { agentid: 1000002 },
    body: {
      button: [
        { type: 'click', name: '今日', key: 'today' },
        {
          name: '更多',
          sub_button: [{ type: 'view', name: '首页', url: 'https://bank.example' }],
        },
      ],
    },
  }),
  'menu.get': () => ({ query: { agentid: 1000002 } }),
  'menu.delete': () => ({ query: { agentid: 1000002 } }),
  'media.upload': () => ({ query: { type: 'image' }, file: png }),
  'media.upload-image': () => ({ file: png }),
  'media.upload-attachment': () => ({
    query: { media_type: 'image', attachment_type: 1 },
    file: png,
  }),
  'media.get': (b) => ({ query: { media_id: b.ids.image } }),
  'media.get-voice': (b) => ({ query: { media_id: b.ids.voice } }),
  'media.upload-by-url': () => ({
    body: {
      scene: 1,
      type: 'file',
      filename: 'a.bin',
      url: 'http://127.0.0.1:9/none',
      md5: '9dd4e461268c8034f5c8564e155c67a6',
    },
  }),
  'media.upload-job': (b) => ({ body: { jobid: b.ids.upload } }),
};

/** A fresh greeting code. */
async function welcomeCode(b: LivingBank): Promise<string> {
  const [added] = await b.act({ do: 'customer.add', person: 'p30', userid: 'zhouba' });
  return added!.welcomeCode as unknown as string;
}
