const { uses } = require('./architecture.cjs');

const DOOR = '^modules/[^/]+/(contract|text|(server|console|h5)/index)\\.tsx?$';
const TEST =
  '(\\.(test|e2e)\\.tsx?|\\.fixture\\.ts|/fixtures\\.ts|/server/test/|^scripts/|^bench/|^e2e/)';
const SCREENS = '^(apps/(console|h5)|modules/[^/]+/(console|h5)|platform/web)/';
const SERVER = '^(modules/[^/]+/server|platform/(server|postgres)|apps/(yuhang|start))/';

const unlisted = Object.entries(uses).map(([name, allowed]) => ({
  name: `modules/${name}-uses-only-what-architecture.cjs-lists`,
  severity: 'error',
  from: { path: `^modules/${name}/` },
  to: { path: '^modules/([^/]+)/', pathNot: `^modules/(${[name, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...unlisted,
    {
      name: 'modules-are-listed',
      severity: 'error',
      from: { path: `^modules/(?!(${Object.keys(uses).join('|')})/)` },
      to: {},
    },
    {
      name: 'enter-a-module-by-its-door',
      severity: 'error',
      from: { path: '^modules/([^/]+)/', pathNot: TEST },
      to: { path: '^modules/([^/]+)/', pathNot: ['^modules/$1/', DOOR] },
    },
    {
      name: 'tests-may-also-use-fixtures',
      severity: 'error',
      from: { path: '^modules/([^/]+)/.*\\.test\\.tsx?$' },
      to: {
        path: '^modules/([^/]+)/',
        pathNot: ['^modules/$1/', DOOR, '^modules/[^/]+/server/(fixtures|module)\\.ts$'],
      },
    },
    {
      name: 'apps-enter-by-the-door-too',
      severity: 'error',
      from: { path: '^apps/', pathNot: '\\.(test|fixture)\\.ts$' },
      to: {
        path: '^modules/',
        pathNot:
          '^modules/[^/]+/(contract|text|(server|console|h5|sidebar)/(index|module))\\.tsx?$',
      },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^(platform|protocol)/' },
      to: { path: '^(modules|apps)/' },
    },
    {
      name: 'nobody-imports-apps',
      severity: 'error',
      from: { pathNot: `^apps/|${TEST}` },
      to: { path: '^apps/' },
    },
    {
      name: 'contracts-are-pure',
      severity: 'error',
      from: { path: '^(modules/[^/]+/contract(\\.ts|/)|platform/contract/)', pathNot: TEST },
      to: {
        pathNot: [
          '^modules/[^/]+/contract(\\.ts$|/)',
          '^platform/contract/',
          '(^|/)node_modules/zod/',
        ],
      },
    },
    {
      name: 'screens-never-reach-the-server',
      severity: 'error',
      comment: 'Checked along every import, not only the first.',
      from: { path: SCREENS, pathNot: `${TEST}|vite\\.config\\.ts$` },
      to: { path: SERVER, reachable: true },
    },
    {
      name: 'the-server-has-no-screens',
      severity: 'error',
      from: { path: SERVER, pathNot: TEST },
      to: { path: `${SCREENS}|(^|/)node_modules/(react|react-dom|antd|@ant-design)/` },
    },
    {
      name: 'only-repos-talk-to-the-database',
      severity: 'error',
      comment:
        'And policies, with what they are made of (rules/), which say the same for one customer and, as an expression, for a set.',
      from: {
        path: '^modules/[^/]+/server/',
        pathNot:
          '(\\.repo|\\.policy|\\.test|\\.fixture|/fixtures|/outreach/server/rules/[^/]+)\\.ts$',
      },
      to: { path: '(^|/)node_modules/(kysely|pg|pg-copy-streams)/' },
    },
    {
      name: 'only-outreach-reaches-customers',
      severity: 'error',
      comment: 'Every contact goes through the gate (R-384): the senders are for nobody else.',
      from: { pathNot: '^modules/outreach/' },
      to: { path: '^modules/outreach/server/senders?(/|\\.)' },
    },
    {
      name: 'product-and-simulator-meet-over-http',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(modules|apps)/' },
    },
    {
      name: 'product-never-imports-the-simulator',
      severity: 'error',
      from: { path: '^(modules|platform|protocol|apps)/' },
      to: { path: '^simulator/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|\\.cache)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
