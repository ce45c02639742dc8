import { Refusal } from './refusal.ts';

export interface Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The file of an upload: the part `media`, or the only file there is. */
export async function readUpload(
  body: Buffer,
  contentType: string | undefined,
  partName: string | null,
): Promise<Upload> {
  if (!contentType?.startsWith('multipart/form-data')) throw new Refusal(44001);
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
  } catch {
    throw new Refusal(44001);
  }
  for (const [name, value] of form) {
    if (typeof value === 'string' || (partName && name !== partName)) continue;
    return {
      filename: value.name,
      contentType: value.type || 'application/octet-stream',
      bytes: Buffer.from(await value.arrayBuffer()),
    };
  }
  throw new Refusal(44001);
}
