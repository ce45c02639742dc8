import type { LivingBank } from '../living-bank.ts';
import { body, type Case, DAY, fetchJson, having, text } from './case.ts';

async function greeting(b: LivingBank, person: string, userid = 'zhouba'): Promise<string> {
  const [added] = await b.act({ do: 'customer.add', person, userid });
  return String(added!.welcomeCode);
}

async function aMass(b: LivingBank): Promise<string> {
  const { msgid } = await fetchJson(b, '/cgi-bin/externalcontact/add_msg_template', {
    sender: 'zhangsan',
    text,
  });
  return String(msgid);
}

async function aCancelledMass(b: LivingBank): Promise<string> {
  const msgid = await aMass(b);
  await fetchJson(b, '/cgi-bin/externalcontact/cancel_groupmsg_send', { msgid });
  return msgid;
}

export const SEND_CASES: readonly Case[] = [
  ['welcome.send', 41050, body(() => ({ welcome_code: 'none', text }))],
  [
    'welcome.send',
    41050,
    async (b) => {
      const welcome_code = await greeting(b, 'p21');
      await b.advance(21);
      return { body: { welcome_code, text } };
    },
  ],
  [
    'welcome.send',
    41051,
    async (b) => {
      const welcome_code = await greeting(b, 'p22');
      await b.act({
        do: 'customer.say',
        person: 'p22',
        userid: 'zhouba',
        content: { content: '你好' },
      });
      return { body: { welcome_code, text } };
    },
  ],
  [
    'welcome.send',
    40007,
    async (b) => ({
      body: {
        welcome_code: await greeting(b, 'p23'),
        attachments: [{ msgtype: 'image', image: { media_id: b.ids.momentImage } }],
      },
    }),
  ],
  [
    'welcome.send',
    40145,
    async (b) => {
      const media_id = b.ids.image;
      await b.advance(3 * DAY + 1);
      return {
        body: {
          welcome_code: await greeting(b, 'p24'),
          attachments: [{ msgtype: 'image', image: { media_id } }],
        },
      };
    },
  ],
  [
    'welcome.send',
    41053,
    async (b) => ({ body: { welcome_code: await greeting(b, 'p25', 'lisi'), text } }),
  ],
  [
    'welcome.send',
    41065,
    async (b) => ({
      body: { welcome_code: await greeting(b, 'p26'), attachments: [{ msgtype: 'audio' }] },
    }),
  ],
  ['group-welcome.add', 40007, body(() => ({ image: { media_id: 'none' } }))],
  [
    'group-welcome.add',
    41055,
    async (b) => {
      for (let i = 0; i < 100; i++)
        await fetchJson(b, '/cgi-bin/externalcontact/group_welcome_template/add', { text });
      return { body: { text } };
    },
  ],
  ['group-welcome.edit', 41058, body((b) => ({ template_id: b.ids.otherWelcome, text }))],
  [
    'group-welcome.edit',
    40007,
    body((b) => ({ template_id: b.ids.groupWelcome, file: { media_id: 'none' } })),
  ],
  ['group-welcome.delete', 41058, body((b) => ({ template_id: b.ids.otherWelcome }))],
  ['group-welcome.get', 60136, body(() => ({ template_id: 'none' }))],
  ['mass-message.add', 40003, body(() => ({ sender: 'nobody', text }))],
  ['mass-message.add', 41009, body(() => ({ chat_type: 'group', text }))],
  ['mass-message.add', 41048, body(() => ({ sender: 'zhaoliu', text }))],
  ['mass-message.add', 41048, body(() => ({ chat_type: 'group', sender: 'zhouba', text }))],
  ['mass-message.tasks', 41047, body(() => ({ msgid: 'none' }))],
  [
    'mass-message.tasks',
    41063,
    having({ massDispatchSeconds: 60 }, async (b) => ({ body: { msgid: await aMass(b) } })),
  ],
  [
    'mass-message.results',
    41063,
    having({ massDispatchSeconds: 60 }, async (b) => ({
      body: { msgid: await aMass(b), userid: 'zhangsan' },
    })),
  ],
  ['mass-message.cancel', 41093, async (b) => ({ body: { msgid: await aCancelledMass(b) } })],
  ['mass-message.remind', 41093, async (b) => ({ body: { msgid: await aCancelledMass(b) } })],
  [
    'mass-message.remind',
    41094,
    async (b) => {
      const msgid = await aMass(b);
      await fetchJson(b, '/cgi-bin/externalcontact/remind_groupmsg_send', { msgid });
      return { body: { msgid } };
    },
  ],
  [
    'moment.add',
    41211,
    having(
      { moments: false },
      body(() => ({ text })),
    ),
  ],
  [
    'moment.add',
    45009,
    async (b) => {
      for (let i = 0; i < 10; i++)
        await fetchJson(b, '/cgi-bin/externalcontact/add_moment_task', { text });
      return { body: { text } };
    },
  ],
  ['moment.cancel', 41067, body((b) => ({ moment_id: b.ids.ownMoment }))],
  ['moment.tasks', 41067, body((b) => ({ moment_id: b.ids.ownMoment }))],
  ['moment.tasks', 41060, body(() => ({ moment_id: 'none' }))],
  [
    'moment.tasks',
    41079,
    having({ momentJobSeconds: 60 }, async (b) => {
      await b.control('DELETE', '/sim/rates');
      const { jobid } = await fetchJson(b, '/cgi-bin/externalcontact/add_moment_task', { text });
      const { payload } = await b.simulator.sim.pool
        .query('select payload from job where jobid = $1', [jobid])
        .then((r) => r.rows[0] as { payload: { momentId: string } });
      return { body: { moment_id: payload.momentId } };
    }),
  ],
  ...(['customers', 'viewers', 'reactions'] as const).flatMap((noun): Case[] => [
    [`moment.${noun}`, 41061, body((b) => ({ moment_id: b.ids.moment, userid: 'sunqi' }))],
    [`moment.${noun}`, 41062, body((b) => ({ moment_id: b.ids.moment, userid: 'lisi' }))],
  ]),
  ['moment.job', 60136, () => ({ query: { jobid: 'none' } })],
];
