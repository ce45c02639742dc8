import { toBuffer } from 'qrcode';
import sharp from 'sharp';
import type { CodePlace } from '../../contract/body.ts';

/** WeCom shows pictures up to this width on a phone; larger ones only travel longer. */
const WIDTH = 1_080;
const QUALITY = 86;

const escaped = (text: string) => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The picture with a code at its place, and whose code it is below it. */
export async function drawPoster(
  picture: Buffer,
  place: CodePlace,
  code: { readonly text: string; readonly caption: string },
): Promise<Buffer> {
  const base = await sharp(picture)
    .rotate()
    .resize({ width: WIDTH, withoutEnlargement: true })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = base.info;
  const size = Math.round((width * place.size) / 100);
  const line = Math.round(size * 0.14);
  const left = Math.round((width * place.x) / 100);
  const top = Math.min(Math.round((height * place.y) / 100), height - size - line);
  const qr = await toBuffer(code.text, { width: size, margin: 2, errorCorrectionLevel: 'M' });
  const caption = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${line}"><rect width="100%" height="100%" fill="#fff"/><text x="50%" y="62%" text-anchor="middle" font-size="${Math.round(line * 0.62)}" font-family="'Noto Sans CJK SC','Noto Serif CJK SC',sans-serif" fill="#1c1f23">${escaped(code.caption)}</text></svg>`,
  );
  if (top < 0) throw new Error('The picture is too low for the code');
  return sharp(base.data)
    .composite([
      { input: qr, left, top },
      { input: caption, left, top: top + size },
    ])
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** A plain cover with a title, for cards that must have one and were given none. */
export async function drawCover(title: string, bank: string): Promise<Buffer> {
  const lines = wrapped(title, 9).slice(0, 3);
  const words = lines
    .map(
      (text, i) =>
        `<text x="40" y="${150 + i * 62}" font-size="48" font-weight="700" fill="#fff">${escaped(text)}</text>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="520" height="416" font-family="'Noto Sans CJK SC','Noto Serif CJK SC',sans-serif"><rect width="520" height="416" fill="#1d3a5f"/><text x="40" y="72" font-size="24" fill="#c9d6e6">${escaped(bank)}</text>${words}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: QUALITY }).toBuffer();
}

const wrapped = (text: string, most: number): string[] => {
  const chars = [...text];
  const lines: string[] = [];
  for (let i = 0; i < chars.length; i += most) lines.push(chars.slice(i, i + most).join(''));
  return lines;
};
