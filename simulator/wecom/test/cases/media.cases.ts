import { amr, movie, mp4, picture, png } from '../files.ts';
import { body, type Case, DAY, type Make } from './case.ts';

const file =
  (query: Record<string, unknown>, bytes: Uint8Array): Make =>
  () => ({
    query,
    file: bytes,
  });
const big = (head: Buffer, megabytes: number) =>
  Buffer.concat([head, Buffer.alloc(megabytes * 1024 * 1024)]);
const moment = { media_type: 'image', attachment_type: 1 };

export const MEDIA_CASES: readonly Case[] = [
  ['media.upload', 44001, file({ type: 'file' }, Buffer.alloc(0))],
  ['media.upload', 40006, file({ type: 'file' }, Buffer.from('12345'))],
  ['media.upload', 40123, file({ type: 'image' }, Buffer.from('no picture'))],
  ['media.upload', 301017, file({ type: 'voice' }, Buffer.from('no voice'))],
  [
    'media.upload',
    45007,
    file({ type: 'voice' }, Buffer.concat([amr, Buffer.alloc(32 * 3000, 0x3c)])),
  ],
  ['media.upload', 40009, file({ type: 'image' }, big(png, 10))],
  ['media.upload', 40011, file({ type: 'video' }, big(mp4, 10))],
  ['media.upload', 45001, file({ type: 'file' }, big(png, 20))],
  ['media.upload-image', 44001, file({}, Buffer.alloc(0))],
  ['media.upload-image', 40006, file({}, Buffer.from('12345'))],
  ['media.upload-image', 40123, file({}, Buffer.from('no picture'))],
  ['media.upload-image', 40009, file({}, big(png, 2))],
  ['media.upload-attachment', 44001, file(moment, Buffer.alloc(0))],
  ['media.upload-attachment', 40006, file(moment, Buffer.from('12345'))],
  ['media.upload-attachment', 40123, file(moment, Buffer.from('no picture'))],
  ['media.upload-attachment', 41080, file(moment, big(png, 10))],
  ['media.upload-attachment', 41081, file(moment, picture(2000, 1081))],
  ['media.upload-attachment', 41082, file({ ...moment, media_type: 'video' }, movie(31))],
  [
    'media.upload-attachment',
    41090,
    file({ ...moment, media_type: 'video' }, Buffer.from('no film')),
  ],
  ['media.upload-attachment', 41072, file({ media_type: 'file', attachment_type: 2 }, png)],
  ['zone.upload-media', 44001, file({ type: 'file' }, Buffer.alloc(0))],
  ['zone.upload-media', 40006, file({ type: 'file' }, Buffer.from('12345'))],
  ['media.upload-job', 60136, body(() => ({ jobid: 'none' }))],
  ['media.get', 40007, () => ({ query: { media_id: 'none' } })],
  [
    'media.get',
    40145,
    async (b) => {
      await b.advance(3 * DAY + 1);
      return { query: { media_id: b.ids.image } };
    },
  ],
  ['media.get-voice', 40145, (b) => ({ query: { media_id: b.ids.voice } })],
];
