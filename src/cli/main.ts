import { join } from 'node:path'
import { systemClock } from '../core/clock.ts'
import { askConversation } from './ask-conversation.ts'
import { createAskCommand } from './commands/ask.ts'
import { doctorCommand } from './commands/doctor.ts'
import { knowledgeCommand } from './commands/knowledge.ts'
import { migrateCommand } from './commands/migrate.ts'
import { outboxCommand } from './commands/outbox.ts'
import { runCli } from './run-cli.ts'

const commands = [createAskCommand(askConversation), knowledgeCommand, outboxCommand, migrateCommand, doctorCommand]

process.exitCode = await runCli(commands, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  now: () => systemClock.now(),
  env: process.env,
  root: join(import.meta.dirname, '../..'),
})
