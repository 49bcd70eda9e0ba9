// Loaded by `node --import` for `npm start` and `npm run cli`: reads `.env` when it is there; variables of the shell win.
// Node's own --env-file-if-exists writes a line where there is none, and takes the mark that Windows editors put before a
// text for a part of the first name.
import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

if (existsSync('.env')) {
  const text = readFileSync('.env', 'utf8').replace(/^\uFEFF/, '')
  for (const [name, value] of Object.entries(parseEnv(text))) process.env[name] ??= value
}
