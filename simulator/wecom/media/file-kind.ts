/** What a file is, by its own bytes. */

export type FileKind = 'jpg' | 'png' | 'gif' | 'amr' | 'mp4';

export function kindOf(bytes: Buffer): FileKind | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpg';
  if (bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'png';
  if (bytes.subarray(0, 4).toString('latin1') === 'GIF8') return 'gif';
  if (bytes.subarray(0, 5).toString('latin1') === '#!AMR') return 'amr';
  if (bytes.subarray(4, 8).toString('latin1') === 'ftyp') return 'mp4';
  return null;
}

export function imageSize(bytes: Buffer): { width: number; height: number } | null {
  switch (kindOf(bytes)) {
    case 'png':
      return bytes.length < 24
        ? null
        : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    case 'jpg':
      return jpegSize(bytes);
    default:
      return null;
  }
}

/** Walks the segments up to the frame header. */
function jpegSize(bytes: Buffer): { width: number; height: number } | null {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** Narrow-band AMR: frames of 20 ms, their length by mode. */
export function amrSeconds(bytes: Buffer): number | null {
  const header = '#!AMR\n';
  if (bytes.subarray(0, header.length).toString('latin1') !== header) return null;
  const lengths = [13, 14, 16, 18, 20, 21, 27, 32, 6];
  let at = header.length;
  let frames = 0;
  while (at < bytes.length) {
    at += lengths[(bytes[at]! >> 3) & 15] ?? 1;
    frames++;
  }
  return frames * 0.02;
}

/** The duration in the movie header. */
export function mp4Seconds(bytes: Buffer): number | null {
  const at = bytes.indexOf('mvhd', 0, 'latin1');
  if (at < 0 || at + 24 > bytes.length) return null;
  const version = bytes[at + 4];
  if (version === 1) {
    if (at + 36 > bytes.length) return null;
    return Number(bytes.readBigUInt64BE(at + 28)) / bytes.readUInt32BE(at + 24);
  }
  return bytes.readUInt32BE(at + 20) / bytes.readUInt32BE(at + 16);
}
