/** Imports point one way: domain ← runtime ← adapters ← app ← main. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })

module.exports = {
  forbidden: [
    forbid('no-circular', {}, { circular: true }, 'a circle has no bottom to test first'),
    forbid(
      'domain-is-pure',
      { path: '^src/domain' },
      { pathNot: '^src/domain' },
      'the core imports nothing: no node:*, no package, no other folder',
    ),
    forbid(
      'runtime-knows-domain-and-lib',
      { path: '^src/runtime' },
      { path: '^src/', pathNot: '^src/(runtime|domain|lib)' },
      'the shell speaks to the outside through its ports',
    ),
    forbid(
      'adapters-apart',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
      'adapters never import each other',
    ),
    forbid(
      'adapters-know-ports',
      { path: '^src/adapters' },
      { path: '^src/', pathNot: '^src/(adapters|runtime|domain|lib)' },
      'adapters import ports, domain and lib',
    ),
    forbid(
      'own-programs',
      { path: '^src/(softswitch|keyservice)/' },
      { path: '^src/', pathNot: '^src/(lib|$1)/' },
      'the switch and the key service are programs of their own',
    ),
    forbid(
      'client-stands-alone',
      { path: '^src/client' },
      { path: '^src/', pathNot: '^src/client' },
      'integrators take the client without the service',
    ),
    forbid('lib-is-bottom', { path: '^src/lib' }, { path: '^src/', pathNot: '^src/lib' }, 'lib knows nobody'),
    forbid(
      'main-is-top',
      { pathNot: '^src/(main|trial/)' },
      { path: '^src/(main|app)\\.ts$' },
      'only main and the trial see the composition root',
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    builtInModules: { add: [] },
  },
}
