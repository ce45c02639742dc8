import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { cursor, filled, int, list, listed, nextCursor, pageLimit, text } from '../wire.ts';

const PATH = '/cgi-bin/externalcontact';
const productId = filled(128, { missing: 41075, invalid: 41075 });

/** Images from `media.upload-attachment` with attachment_type 2. */
const images = list(
  z.object({
    type: z.literal('image', { error: '41065' }),
    image: z.object({ media_id: filled(256, { missing: 41006, invalid: 40007 }) }),
  }),
  { min: 1, max: 9, missing: 41088, invalid: 41064 },
);

/** In fen; at most 50,000 yuan. */
const price = int({ min: 0, max: 5_000_000, missing: 41086, invalid: 41086 });
const description = text(300, { min: 1, missing: 41087, invalid: 41087 });
const productSn = z.string().regex(/^[0-9A-Za-z]{0,128}$/, { error: '41085' });

const Product = z.object({
  product_id: z.string(),
  description: z.string(),
  price: z.int(),
  product_sn: z.string().default(''),
  create_time: z.int(),
  attachments: listed(z.object({ type: z.string(), image: z.object({ media_id: z.string() }) })),
});

export const addProduct = wecomEndpoint({
  name: 'product.add',
  method: 'POST',
  path: `${PATH}/add_product_album`,
  access: 'customer',
  effect: 'once',
  body: z.object({ description, price, product_sn: productSn.optional(), attachments: images }),
  reply: z.object({ product_id: z.string() }),
  errors: [40007, 41064, 41065, 41073, 41085, 41086, 41087, 41088, 41202],
  source: 'D95096',
});

export const getProduct = wecomEndpoint({
  name: 'product.get',
  method: 'POST',
  path: `${PATH}/get_product_album`,
  access: 'customer',
  effect: 'read',
  body: z.object({ product_id: productId }),
  reply: z.object({ product: Product }),
  errors: [41074, 41075],
  source: 'D95096',
});

export const listProducts = wecomEndpoint({
  name: 'product.list',
  method: 'POST',
  path: `${PATH}/get_product_album_list`,
  access: 'customer',
  effect: 'read',
  body: z.object({ limit: pageLimit, cursor }),
  reply: z.object({ product_list: listed(Product), next_cursor: nextCursor }),
  page: { default: 50, max: 100, over: 'max' },
  errors: [50100],
  source: 'D95096',
});

export const updateProduct = wecomEndpoint({
  name: 'product.update',
  method: 'POST',
  path: `${PATH}/update_product_album`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({
    product_id: productId,
    description: description.optional(),
    price: price.optional(),
    product_sn: productSn.optional(),
    attachments: images.optional(),
  }),
  errors: [40007, 41074, 41075, 41085, 41086, 41087, 48002],
  source: 'D95096',
});

export const deleteProduct = wecomEndpoint({
  name: 'product.delete',
  method: 'POST',
  path: `${PATH}/delete_product_album`,
  access: 'customer',
  effect: 'repeatable',
  body: z.object({ product_id: productId }),
  errors: [41074, 41075, 48002],
  source: 'D95096',
});
