import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { AnyEndpoint } from '../../contract/endpoint.ts';
import type { Phrase } from '../../contract/text.ts';
import type { ApiDocument, Operation, Schema } from './shape.ts';

export interface ApiDescription {
  readonly version: string;
  /** What the parts of the API are called, by the module in their path. */
  readonly titles: Readonly<Record<string, Phrase>>;
  readonly sessionCookie: string;
}

/** Collects what every route says about itself; to be registered before the routes. */
export async function describeApi(app: FastifyInstance, about: ApiDescription): Promise<void> {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '域行 Yuhang API',
        version: about.version,
        description:
          '金额以分计，时间为带时区的 ISO 8601。错误一律是 `{error: {code, details, requestId}}`，文字按 code 查找。\n\n' +
          'Money is in fen, times are ISO 8601 with an offset. Every error is `{error: {code, details, requestId}}`; its text is found by its code.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: about.sessionCookie },
        },
      },
    },
    transform: (route) => {
      const documented = route.url.startsWith('/api/v1/');
      return documented ? jsonSchemaTransform(route) : { schema: { hide: true }, url: route.url };
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? (complete(
            jsonSchemaTransformObject(document as never) as unknown as ApiDocument,
            app.endpoints,
            about,
          ) as never)
        : (document.swaggerObject as never),
  });
}

export const apiDocument = (app: FastifyInstance) => app.swagger() as unknown as ApiDocument;

/** Adds to the routes' schemas what only the endpoints know: who may call, what may go wrong, both languages. */
function complete(
  document: ApiDocument,
  endpoints: readonly AnyEndpoint[],
  about: ApiDescription,
): ApiDocument {
  const used = new Set<string>();
  for (const endpoint of endpoints) {
    const operation = operationOf(document, endpoint);
    if (!operation) continue;
    const module = endpoint.path.split('/')[3]!;
    used.add(module);
    operation.operationId = operationId(endpoint);
    operation.summary = endpoint.summary[0];
    operation['x-summary-en'] = endpoint.summary[1];
    operation.description = endpoint.summary[1];
    operation['x-permission'] = endpoint.permission;
    operation['x-audited'] = endpoint.audited;
    operation.security = endpoint.permission === 'public' ? [] : [{ session: [] }];
    if (endpoint.method !== 'GET' && endpoint.permission !== 'public')
      operation.parameters = [...(operation.parameters ?? []), csrfHeader];
    if (endpoint.upload) operation.requestBody = upload;
    if (endpoint.produces === 'file') operation.responses = { 200: aFile };
    else operation.responses['200']!.description = '成功 Done';
    for (const status of failures(endpoint)) {
      operation.responses[status] = { $ref: `#/components/responses/${errors[status]![0]}` };
    }
    for (const parameter of operation.parameters ?? []) named(parameter.schema);
    eachSchema(operation, named);
  }
  document.tags = [...used].map((name) => ({
    name,
    description: (about.titles[name] ?? [name, name]).join(' '),
    'x-title': about.titles[name] ?? [name, name],
  }));
  document.components.responses = Object.fromEntries(
    Object.values(errors).map(([name, description]) => [
      name,
      { description, content: { 'application/json': { schema: errorReference } } },
    ]),
  );
  document.components.schemas = { ...document.components.schemas, Error: errorSchema };
  return document;
}

export function operationOf(
  document: ApiDocument,
  { path, method }: AnyEndpoint,
): Operation | undefined {
  const url = path.replace(/:(\w+)/g, '{$1}');
  return document.paths[url]?.[method.toLowerCase()];
}

/** `PUT /api/v1/platform/calendar/days/:day` → `put-platform-calendar-days-day`. */
const operationId = ({ method, path }: AnyEndpoint) =>
  [method.toLowerCase(), ...path.split('/').slice(3)].join('-').replaceAll(':', '');

const errorReference = { $ref: '#/components/schemas/Error' };
const errorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'details', 'requestId'],
      properties: {
        code: { type: 'string', description: '`<module>.<error>`', examples: ['org.notDraft'] },
        details: { type: 'object', additionalProperties: true },
        requestId: { type: 'string', description: '日志中的请求号 the request in the logs' },
      },
    },
  },
};

const errors: Readonly<Record<string, readonly [name: string, description: string]>> = {
  400: [
    'Invalid',
    '请求不符合格式，details.issues 逐项说明 The request does not fit; details.issues names each field',
  ],
  401: ['NotSignedIn', '未登录 Not signed in'],
  403: [
    'Forbidden',
    '没有权限，或需要再次确认身份 Not permitted, or a second confirmation is needed',
  ],
  404: ['NotFound', '不存在，或不在可见范围内 Does not exist, or not within sight'],
  409: ['Conflict', '与当前状态冲突 In conflict with the present state'],
  413: ['TooLarge', '内容过大 Too large'],
  415: ['UnsupportedFile', '不支持这种文件 A file of another kind'],
  429: [
    'TooMany',
    '请求过于频繁，retryAfter 秒后再试 Too many requests: try again after `retryAfter` seconds',
  ],
  500: [
    'Bug',
    '产品出错，请附上 requestId 报告 A fault of the product; report it with its requestId',
  ],
  503: ['Unavailable', '繁忙、停机中或只读 Busy, stopping, or read-only'],
};

function failures(endpoint: AnyEndpoint): string[] {
  const { method, permission, upload } = endpoint;
  const scoped = permission !== 'public';
  const changes = method !== 'GET';
  const on = (condition: boolean, ...statuses: number[]) => (condition ? statuses : []);
  return [
    400,
    ...on(scoped, 401, 403),
    ...on(endpoint.path.includes(':'), 404),
    ...on(changes, 409, 413),
    ...on(upload, 415),
    429,
    500,
    503,
  ].map(String);
}

const csrfHeader = {
  name: 'x-yuhang-csrf',
  in: 'header',
  required: true,
  description: '任意值；别的网站的表单设不了它 Any value; a form on another site cannot set it',
  schema: { type: 'string', examples: ['1'] } as Schema,
};
const upload: Operation['requestBody'] = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
  },
};
const aFile = {
  description: '文件 A file',
  content: {
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } as Schema },
  },
};

function eachSchema(operation: Operation, visit: (schema: Schema | undefined) => void): void {
  const bodies = [operation.requestBody, ...Object.values(operation.responses)];
  for (const body of bodies) {
    for (const { schema } of Object.values(body?.content ?? {})) visit(schema);
  }
}

/** What our own keywords mean to nobody else is named as an extension. */
function named(schema: Schema | undefined): void {
  if (!schema || typeof schema !== 'object') return;
  for (const [ours, name] of [
    ['dataClass', 'x-data-class'],
    ['mask', 'x-mask'],
  ] as const) {
    if (typeof schema[ours] !== 'string') continue;
    schema[name] = schema[ours];
    delete schema[ours];
  }
  for (const inner of Object.values(schema.properties ?? {})) named(inner);
  for (const inner of [schema.items, schema.additionalProperties]) {
    if (typeof inner === 'object') named(inner);
  }
  for (const list of [schema.anyOf, schema.oneOf, schema.allOf]) list?.forEach(named);
}
