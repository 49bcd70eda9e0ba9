import { parseArgs } from 'node:util'
import { listPlatformTemplates, type StoredTemplate, wishForSync } from '../../broadcasts/platform-templates.store.ts'
import type { TemplateParameter } from '../../core/channel.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { openBroadcastDesk } from '../broadcast-desk.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'

export const TEMPLATES_USAGE = 'broadcasts templates [--sync] [--json]'

/** `broadcasts templates`: what the platforms have approved, as last asked for. */
export async function runTemplates(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, sync: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError(`"${positionals.join(' ')}" is too much: ${TEMPLATES_USAGE}`)
  await using desk = await openBroadcastDesk(io)
  if (values.sync) await wishForSync(desk.db)
  const templates = await listPlatformTemplates(desk.db)
  if (values.json) {
    io.out(`${JSON.stringify(templates)}\n`)
    return 0
  }
  io.out(templates.map(lineOf).join('') || 'No templates are known.\n')
  // The server has the tokens, and renews them under a lock: two who use them at once lose them.
  if (values.sync) io.out('The running server asks the platforms within a minute: look again then.\n')
  return 0
}

function lineOf({ account, template, syncedAt }: StoredTemplate): string {
  const { id, status, title, parameters, toPerson, toPhone, text } = template
  const price = (way: typeof toPerson, name: string) =>
    way ? [`${name}${way.priceDong === null ? '' : ` ${way.priceDong} đồng`}`] : []
  const ways = [...price(toPerson, 'to people'), ...price(toPhone, 'to phones')].join(', ')
  const when = vietnamDateTime(syncedAt)
  const lines = [`${account}\t${id}\t${status}\t${title}\t${ways}\t${when}`, ...parameters.map(parameterOf)]
  return `${[...lines, ...(text === null ? [] : [`  ${text}`])].join('\n')}\n`
}

function parameterOf({ name, type, maxLength }: TemplateParameter): string {
  return `  ${name}: ${type}${maxLength === null ? '' : `, at most ${maxLength} characters`}`
}
