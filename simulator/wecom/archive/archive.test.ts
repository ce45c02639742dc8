import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ArchivePage, checkAgreement } from '#protocol/wecom/endpoints/archive.ts';
import {
  type ArchiveMessage,
  readArchiveMessage,
} from '#protocol/wecom/endpoints/archive-messages.ts';
import { uploadMedia } from '#protocol/wecom/endpoints/media.ts';
import { sendWelcome } from '#protocol/wecom/endpoints/welcome.ts';
import { setZonePublicKey } from '#protocol/wecom/endpoints/zone.ts';
import { ARCHIVE, aBank, type Bank, DAY } from '../test/bank.ts';
import { aReceiver, type Receiver } from '../test/receiver.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  const archive = { enabled: true, expired: false, edition: 2, staff: ['lisi'] };
  bank = await aBank({ settings: { archive } });
  receiver = await aReceiver(bank, ARCHIVE);
  const public_key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await bank.call(setZonePublicKey, { body: { public_key, public_key_ver: 1 } });
  await bank.act(
    { do: 'customer.add', person: 'p1', userid: 'lisi' },
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
  );
});
afterAll(async () => {
  await receiver.close();
  await bank.close();
});

async function sdk(call: string, body: object) {
  const response = await fetch(`${bank.url}/finance-sdk/${call}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, never> & { errcode: number };
}
const secret = { secret: 'secret-archive' };

async function pull(seq = 0, limit = 1000) {
  const page = ArchivePage.parse(
    await sdk('get_chat_data', { corpid: bank.corpId, ...secret, seq, limit }),
  );
  const messages: ArchiveMessage[] = [];
  for (const entry of page.chatdata) {
    const encrypt_key = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(entry.encrypt_random_key, 'base64'),
    ).toString();
    const plain = await sdk('decrypt_data', { encrypt_key, encrypt_msg: entry.encrypt_chat_msg });
    const message = readArchiveMessage(JSON.parse(plain.message as unknown as string));
    if (message && message.action !== 'switch') messages.push(message);
  }
  return { seqs: page.chatdata.map((c) => c.seq), messages, page };
}

test('chats of archived members are kept in order, encrypted for the corp’s key, and announced', async () => {
  const say = { person: 'p1', content: { content: '怎么开户' } };
  await bank.act(
    { do: 'customer.say', userid: 'lisi', ...say },
    { do: 'staff.say', userid: 'lisi', person: 'p1', content: { content: '带身份证' } },
    { do: 'customer.say', userid: 'zhangsan', ...say },
  );
  const { seqs, messages, page } = await pull();
  expect(seqs).toEqual([1, 2]);
  expect(page.chatdata[0]).toMatchObject({
    publickey_ver: 1,
    msgid: expect.stringMatching(/_external$/),
  });
  expect(messages.map((m) => [m.from, m.msgtype, m.body])).toEqual([
    [await bank.customer('p1'), 'text', { content: '怎么开户' }],
    ['lisi', 'text', { content: '带身份证' }],
  ]);
  expect(messages[0]?.tolist).toEqual(['lisi']);
  expect((await pull(1)).seqs).toEqual([2]);
  // One notice for both, no more than one in fifteen seconds.
  expect((await receiver.settle()).map((p) => [p.name, p.agentId])).toEqual([
    ['archive.notified', String(ARCHIVE)],
  ]);
  await bank.advance(15);
  await bank.act({ do: 'customer.say', userid: 'lisi', ...say });
  expect(await receiver.settle()).toHaveLength(2);
});

test('a customer agrees, is told of by an event, and may be greeted only then', async () => {
  const listener = await aReceiver(bank);
  const [added] = await bank.act({ do: 'customer.add', person: 'p2', userid: 'lisi' });
  const body = { welcome_code: String(added!.welcomeCode), text: { content: '您好' } };
  expect(await bank.code(sendWelcome, { body })).toBe(41053);
  const info = [{ userid: 'lisi', exteranalopenid: await bank.customer('p2') }];
  const status = async () =>
    (await bank.call(checkAgreement, { body: { info } })).agreeinfo[0]?.agree_status;
  expect(await status()).toBe('Default_Agree');
  await bank.act({ do: 'customer.agree', person: 'p2', userid: 'lisi' });
  expect(await status()).toBe('Agree');
  expect(await bank.code(sendWelcome, { body })).toBe(0);
  expect((await listener.settle()).map((p) => p.name)).toEqual([
    'customer.added',
    'archive.approved',
  ]);
  await listener.close();
  const { messages } = await pull();
  expect(messages.map((m) => m.msgtype)).toContain('agree');
});

test('media come in chunks of half a megabyte; more than a thousand messages are refused', async () => {
  const bytes = Buffer.alloc(1_300_000, 7);
  const { media_id } = await bank.upload(uploadMedia, { type: 'file' }, bytes);
  const chunks: Buffer[] = [];
  let indexbuf = '';
  for (let done = 0; !done; ) {
    const part = await sdk('get_media_data', {
      corpid: bank.corpId,
      ...secret,
      sdkfileid: media_id,
      indexbuf,
    });
    chunks.push(Buffer.from(String(part.data), 'base64'));
    indexbuf = String(part.outindexbuf);
    done = part.is_finish as unknown as number;
  }
  expect(chunks.map((c) => c.length)).toEqual([524_288, 524_288, 251_424]);
  expect(Buffer.concat(chunks)).toEqual(bytes);
  const limit = { corpid: bank.corpId, ...secret, seq: 0, limit: 1001 };
  expect((await sdk('get_chat_data', limit)).errcode).toBe(10000);
  expect((await sdk('get_chat_data', { corpid: bank.corpId, secret: 'wrong' })).errcode).toBe(
    10000,
  );
});

test('after five days a message is gone', async () => {
  await bank.advance(5 * DAY + 1);
  expect((await pull()).seqs).toEqual([]);
});
