import type { FastifyInstance } from 'fastify';
import { route } from '#platform/server/route.ts';
import * as api from '../../contract/lexicon.ts';
import { benchLexicon } from './bench.service.ts';
import { checkTexts, checkWith } from './check.service.ts';
import {
  discard,
  draftLexicon,
  importFile,
  listVersions,
  removeCategory,
  setCategory,
  showVersion,
} from './lexicon.service.ts';
import { asLexiconFile } from './lexicon-file.ts';

export function lexiconRoutes(app: FastifyInstance): void {
  route(app, api.listLexiconVersions, async (ctx) => ({ items: await listVersions(ctx) }));
  route(app, api.getLexiconVersion, (ctx, { params }) => showVersion(ctx, params.version));
  route(app, api.draftLexicon, (ctx, { body }) => draftLexicon(ctx, body.note));
  route(app, api.setLexiconCategory, (ctx, { params, body }) =>
    setCategory(ctx, params.version, body.revision, body.category),
  );
  route(app, api.removeLexiconCategory, (ctx, { params, body }) =>
    removeCategory(ctx, params.version, body.revision, body.key),
  );
  route(app, api.importLexicon, (ctx, { params, body }) => importFile(ctx, params.version, body));
  route(app, api.discardLexicon, (ctx, { params }) => discard(ctx, params.version));
  route(app, api.exportLexicon, async (ctx, { params }) => {
    const { lexicon } = await showVersion(ctx, params.version);
    return {
      filename: `lexicon-${params.version}.json`,
      contentType: 'application/json',
      content: `${JSON.stringify(asLexiconFile(lexicon), null, 2)}\n`,
    };
  });
  route(app, api.checkText, async (ctx, { body: { text, scopes, version } }) => {
    const [check] = version
      ? await checkWith(ctx, version, [{ text, scopes }])
      : await checkTexts(ctx, [text], scopes);
    return { ...check!, hits: [...check!.hits] };
  });
  route(app, api.benchLexicon, (ctx, { body }) => benchLexicon(ctx, body));
}
