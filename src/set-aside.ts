/** Lists the facts in files that a controller has set aside, for whoever has to make good what they tell of. */
import { listSetAside } from './wiring/list-set-aside.ts'

process.exitCode = await listSetAside({
  args: process.argv.slice(2),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
