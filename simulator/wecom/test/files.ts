/** The smallest files that are what they say. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(32 * 50, 0x3c)]);
export const mp4 = movie(10);

export function movie(seconds: number): Buffer {
  const head = Buffer.from([0, 0, 0, 16, ...Buffer.from('ftypisom'), 0, 0, 0, 0]);
  const mvhd = Buffer.alloc(28);
  mvhd.write('mvhd', 0, 'latin1');
  mvhd.writeUInt32BE(1000, 16);
  mvhd.writeUInt32BE(seconds * 1000, 20);
  return Buffer.concat([head, mvhd]);
}

/** A picture of some size: the header only. */
export function picture(width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
