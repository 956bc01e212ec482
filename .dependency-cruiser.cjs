// The walls between the rooms. A breach is a failing build; scripts/walls-self-test.mjs plants one of every kind.

/** The status of a feed; the port has it in its signature, so its implementations do. */
const FEED_STATUS = 'lib/live/feed-status.ts';

/** Which languages there are, for the person who chooses one. */
const LOCALE = 'lib/i18n/locale.ts';

/** How the server is bundled, so that the one that is measured is bundled alike. */
const SERVER_BUNDLE = 'scripts/server-bundle.mjs';

/** A row reads: this room may import these rooms (and itself). Who has a row of its own below another is ruled by it. */
const ROOMS = {
  'lib/domain': [],
  'lib/contract': ['lib/domain'],
  'lib/plan': ['lib/domain'],
  'lib/live': ['lib/domain'],
  'lib/limits': [],
  'lib/ports': ['lib/domain', 'lib/live'],
  'lib/operations': ['lib/domain', 'lib/contract', 'lib/plan', 'lib/ports'],
  'lib/workers': ['lib/domain', 'lib/limits', 'lib/live', 'lib/operations', 'lib/plan', 'lib/ports'],
  'lib/engines/feed': ['lib/domain', FEED_STATUS, 'lib/ports'],
  'lib/engines/docker': ['lib/domain', 'lib/engines/feed', FEED_STATUS, 'lib/limits', 'lib/ports'],
  'lib/engines/swarmkit': ['lib/domain', 'lib/engines/feed', FEED_STATUS, 'lib/limits', 'lib/ports'],
  'lib/records': ['lib/domain', 'lib/ports'],
  'lib/identity/server': ['lib/domain', 'lib/limits', 'lib/ports'],
  'lib/identity/browser': ['lib/domain'],
  'lib/realtime/server': ['lib/domain', 'lib/contract', 'lib/limits', 'lib/live', 'lib/ports'],
  'lib/realtime/browser': ['lib/domain', 'lib/live'],
  'lib/http': ['lib/domain', 'lib/contract', 'lib/ports'],
  'lib/i18n': ['messages'],
  'lib/server': ['lib', 'messages'],
  'lib/cli': [
    'lib/domain',
    'lib/i18n',
    'lib/identity/server',
    'lib/operations',
    'lib/ports',
    'lib/records',
    'lib/server',
  ],
  'components/ui': [],
  'components/live': ['lib/domain', 'lib/contract', 'lib/identity/browser', 'lib/live', 'lib/realtime/browser'],
  components: ['lib/domain', 'lib/contract', LOCALE, 'lib/identity/browser', 'lib/live', 'lib/plan'],
  app: [
    'components',
    'lib/domain',
    'lib/contract',
    'lib/http',
    'lib/i18n',
    'lib/identity/browser',
    'lib/live',
    'lib/operations',
    'lib/plan',
    'lib/ports',
  ],
  messages: [],
  e2e: ['lib/domain', 'lib/contract', 'messages'],
  'e2e/scale': ['e2e', 'lib/domain', 'lib/engines/docker', 'lib/live', 'lib/ports', 'lib/server', SERVER_BUNDLE],
  scripts: ['e2e', 'lib/domain', 'messages'],
};

/** All that these rooms may use beside what is ours: a room with a row here is pure, or runs in browsers too. */
const PACKAGES = {
  'lib/domain': ['lossless-json'],
  'lib/contract': ['zod'],
  'lib/plan': [],
  'lib/live': ['zod'],
  'lib/ports': [],
  'lib/operations': ['zod'],
  'components/ui': [
    'class-variance-authority',
    'clsx',
    'lucide-react',
    'next',
    'next-intl',
    'radix-ui',
    'react',
    'react-dom',
    'tailwind-merge',
    '@tanstack/react-virtual',
  ],
};

/** Packages that only these rooms may use. */
const DOORS = {
  dockerode: ['lib/engines/docker'],
  '@grpc/grpc-js': ['lib/engines/swarmkit'],
  '@grpc/proto-loader': ['lib/engines/swarmkit'],
  '@prisma/client': ['lib/records'],
  '@prisma/driver-adapter-utils': ['lib/records'],
  '@prisma/adapter-pg': ['lib/records'],
  pg: ['lib/records'],
  'better-auth': ['lib/identity'],
  '@better-auth/core': ['lib/identity'],
  '@better-auth/passkey': ['lib/identity'],
  '@better-auth/utils': ['lib/identity'],
  '@better-fetch/fetch': ['lib/identity'],
  'better-call': ['lib/identity'],
  '@node-rs/argon2': ['lib/identity'],
  uqr: ['lib/identity'],
  'rate-limiter-flexible': ['lib/identity', 'lib/http'],
  'socket.io': ['lib/realtime/server'],
  'socket.io-client': ['lib/realtime/browser'],
  pino: ['lib/server'],
  'proxy-addr': ['lib/server', 'lib/http'],
  'lossless-json': ['lib/domain', 'lib/engines', 'lib/records'],
  next: ['app', 'components', 'lib/http', 'lib/i18n', 'lib/server'],
  'next-intl': ['app', 'components', 'lib/i18n'],
  react: ['app', 'components', 'lib/http'],
  'react-dom': ['app', 'components'],
};

/** Rooms whose code reaches browsers, or is pure: nothing of Node. */
const NO_NODE = [
  'lib/domain',
  'lib/contract',
  'lib/plan',
  'lib/live',
  'lib/ports',
  'lib/operations',
  'lib/realtime/browser',
  'lib/identity/browser',
  'components',
];

const TESTS = '\\.(test|contract|bench)\\.tsx?$|/testing/|^e2e/|^scripts/';
const PRODUCT = '^(app|components|lib)/';
const OURS = '^(app|components|e2e|lib|messages|prisma|scripts)/';
const GENERATED = '^lib/records/generated/';

const under = (place) => (/\.(ts|mjs)$/.test(place) ? `^${place}$` : `^${place}/`);
const inPackage = (name) => [`(^|/)node_modules/${name}/`, `(^|/)node_modules/@types/${name}/`, `^${name}(/|$)`];
const nameOf = (place) => place.replace(/^@/, '').replace(/[^\w-]+/g, '-');
const nested = (room) => Object.keys(ROOMS).filter((other) => other.startsWith(`${room}/`));
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${nameOf(room)}-imports`,
  comment: `${room} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  from: {
    path: under(room),
    pathNot: [...nested(room).map(under), ...(/^(e2e|e2e\/scale|scripts)$/.test(room) ? [] : [TESTS])],
  },
  to: { path: OURS, pathNot: [room, ...allowed].map(under) },
}));

const packages = Object.entries(PACKAGES).map(([room, allowed]) => ({
  name: `${nameOf(room)}-packages`,
  comment: `${room} may use: ${allowed.join(', ') || 'the language alone'}`,
  from: { path: under(room), pathNot: TESTS },
  to: { dependencyTypes: NPM, pathNot: allowed.flatMap(inPackage) },
}));

const doors = Object.entries(DOORS).map(([name, behind]) => ({
  name: `door-${nameOf(name)}`,
  comment: `${name} is used only in ${behind.join(', ')}`,
  from: { path: PRODUCT, pathNot: [...behind.map(under), TESTS] },
  to: { path: inPackage(name) },
}));

const rules = [
  ...rooms,
  ...packages,
  ...doors,
  {
    name: 'door-generated-client',
    comment: 'the generated Prisma client is used only in lib/records',
    from: { pathNot: [under('lib/records'), TESTS] },
    to: { path: GENERATED },
  },
  {
    name: 'no-node',
    comment: `nothing of Node in ${NO_NODE.join(', ')}`,
    from: { path: NO_NODE.map(under), pathNot: TESTS },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'known-room',
    comment: 'a new room under lib/ gets its row in .dependency-cruiser.cjs first',
    from: {
      path: '^lib/',
      pathNot: Object.keys(ROOMS)
        .filter((room) => room.startsWith('lib/'))
        .map(under),
    },
    to: {},
  },
  {
    name: 'no-cycles',
    comment: 'modules that import each other are one module',
    from: {},
    to: { circular: true, path: OURS, pathNot: GENERATED },
  },
  {
    name: 'tests-are-leaves',
    comment: 'the product does not import its tests',
    from: { path: PRODUCT, pathNot: TESTS },
    to: { path: TESTS },
  },
  {
    name: 'resolvable',
    comment: 'a wall sees only what it can resolve',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'shipped',
    comment: 'what runs in production is a dependency, not a devDependency',
    from: { path: PRODUCT, pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: ['node_modules', GENERATED] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts', '.css'],
    },
  },
};
