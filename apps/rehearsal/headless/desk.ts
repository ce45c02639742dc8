import { staffActor } from '#modules/org/server/index.ts';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { AppError } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { buildHttp } from '#platform/server/http.ts';
import type { AppModule } from '#platform/server/module.ts';

/** People of the bank at the product's own HTTP door, each with the permissions they hold. */
export interface Desk {
  ask<E extends AnyEndpoint>(who: string, endpoint: E, input?: CallInput<E>): Promise<Reply<E>>;
  upload<E extends AnyEndpoint>(
    who: string,
    endpoint: E,
    params: Record<string, string>,
    file: { readonly name: string; readonly content: Buffer },
  ): Promise<Reply<E>>;
}

export async function openDesk(
  modules: readonly AppModule[],
  ctxFor: (requestId: string) => Ctx,
): Promise<Desk> {
  const app = await buildHttp({
    modules,
    requestsPerMinute: 100_000,
    authenticate: async (request) => {
      const ctx = ctxFor(request.id);
      const actor = await staffActor(ctx, String(request.headers['x-staff']));
      if (!actor) throw new Error('nobody with this id works here');
      return { ...ctx, actor };
    },
  });

  const send = async (
    who: string,
    { method, path }: AnyEndpoint,
    params: Record<string, unknown>,
    query: Record<string, string>,
    headers: Record<string, string>,
    payload?: object | Buffer,
  ) => {
    const response = await app.inject({
      method,
      url: path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name]))),
      query,
      headers: { 'x-yuhang-csrf': '1', 'x-staff': who, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    if (response.statusCode >= 400) {
      const { error } = response.json();
      throw new AppError(error.code, response.statusCode, error.details);
    }
    return response.json();
  };

  return {
    ask: (who, endpoint, input = {}) => {
      const { params = {}, query = {}, body } = input as Record<string, Record<string, unknown>>;
      const asked = Object.fromEntries(
        Object.entries(query ?? {}).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, String(value)]],
        ),
      );
      return send(who, endpoint, params ?? {}, asked, {}, body);
    },
    upload: (who, endpoint, params, { name, content }) => {
      const boundary = '----yuhang-headless';
      const payload = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
            'Content-Type: application/octet-stream\r\n\r\n',
        ),
        content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
      return send(who, endpoint, params, {}, headers, payload);
    },
  };
}
