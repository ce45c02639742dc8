import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ARCHIVE_KINDS, readArchiveMessage } from './archive-messages.ts';

const frame = (more: object) => ({
  msgid: 'm1_external',
  action: 'send',
  from: 'zhangsan',
  tolist: ['wm1'],
  roomid: '',
  msgtime: 1_772_413_200_000,
  ...more,
});

test('a text, a picture and a link are read with their bodies', () => {
  expect(readArchiveMessage(frame({ msgtype: 'text', text: { content: '您好' } }))).toMatchObject({
    from: 'zhangsan',
    msgtype: 'text',
    body: { content: '您好' },
  });
  const image = { md5sum: 'x', filesize: 1, sdkfileid: 'f' };
  expect(readArchiveMessage(frame({ msgtype: 'image', image }))).toMatchObject({ body: image });
  const link = { title: 't', link_url: 'https://bank.example' };
  expect(readArchiveMessage(frame({ msgtype: 'link', link }))).toMatchObject({
    body: { ...link, description: '', image_url: '' },
  });
});

test('bodies that stand under another name than their kind are found', () => {
  const doc = { title: 't', doc_creator: 'a', link_url: 'u' };
  expect(readArchiveMessage(frame({ msgtype: 'docmsg', doc }))).toMatchObject({ body: doc });
  const redpacket = { type: 1, wish: '恭喜', totalcnt: 1, totalamount: 100 };
  expect(readArchiveMessage(frame({ msgtype: 'external_redpacket', redpacket }))).toMatchObject({
    body: redpacket,
  });
  expect(readArchiveMessage(frame({ msgtype: 'markdown', info: { content: '#' } }))).toMatchObject({
    body: { content: '#' },
  });
});

test('a recall names what it takes back; a switch of corps has neither sender nor content', () => {
  const recall = frame({ action: 'recall', msgtype: 'revoke', revoke: { pre_msgid: 'm0' } });
  expect(readArchiveMessage(recall)).toMatchObject({ action: 'recall', body: { pre_msgid: 'm0' } });
  const change = { msgid: 'm', action: 'switch', time: 1, user: 'zhangsan' };
  expect(readArchiveMessage(change)).toEqual(change);
});

test('a kind newer than this list keeps its frame; a known kind without its body is refused', () => {
  expect(readArchiveMessage(frame({ msgtype: 'hologram', hologram: {} }))).toMatchObject({
    msgtype: 'hologram',
    body: null,
  });
  expect(ARCHIVE_KINDS.length).toBe(28);
  for (const msgtype of ARCHIVE_KINDS) expect(readArchiveMessage(frame({ msgtype }))).toBe(null);
  expect(readArchiveMessage(frame({ msgtype: 'constructor' }))).toMatchObject({ body: null });
});

test('whatever comes, reading it never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      readArchiveMessage(value);
      readArchiveMessage(frame({ msgtype: 'text', text: value }));
    }),
    { numRuns: 3000 },
  );
});
