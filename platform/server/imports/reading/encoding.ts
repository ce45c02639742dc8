export type TextEncodingName = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/**
 * Tells how a text file is encoded: by its mark when it has one, else UTF-8 when every byte fits,
 * else GB18030, which is what spreadsheets on a Chinese Windows write. Looks at the whole file: the
 * first Chinese name may stand anywhere.
 */
export async function detectEncoding(content: AsyncIterable<Buffer>): Promise<TextEncodingName> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let marked = false;
  try {
    for await (const chunk of content) {
      if (!marked && head.length < 4) {
        head = Buffer.concat([head, chunk.subarray(0, 4)]);
        const mark = encodingOfMark(head);
        if (mark) return mark;
        marked = head.length >= 4;
      }
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return 'utf-8';
  } catch (err) {
    if (
      err instanceof TypeError &&
      'code' in err &&
      err.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    )
      return 'gb18030';
    throw err;
  }
}

function encodingOfMark(head: Buffer): TextEncodingName | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}
