import { join } from 'node:path'
import { systemClock } from '../core/clock.ts'
import { askConversation } from './ask-conversation.ts'
import { createAskCommand } from './commands/ask.ts'
import { backupCommand, restoreCommand } from './commands/backup.ts'
import { broadcastsCommand } from './commands/broadcasts.ts'
import { classesCommand } from './commands/classes.ts'
import { doctorCommand } from './commands/doctor.ts'
import { createFlowsCommand } from './commands/flows.ts'
import { knowledgeCommand } from './commands/knowledge.ts'
import { createLearnCommand } from './commands/learn.ts'
import { migrateCommand } from './commands/migrate.ts'
import { outboxCommand } from './commands/outbox.ts'
import { registrationsCommand } from './commands/registrations.ts'
import { createReportCommand } from './commands/report.ts'
import { staffCommand } from './commands/staff.ts'
import { actionsInMemory } from './domain-in-memory.ts'
import { learningOverStorage } from './learning-over-storage.ts'
import { runCli } from './run-cli.ts'

const commands = [
  createAskCommand(askConversation),
  knowledgeCommand,
  createFlowsCommand(actionsInMemory),
  classesCommand,
  registrationsCommand,
  broadcastsCommand,
  createLearnCommand(learningOverStorage),
  outboxCommand,
  staffCommand,
  createReportCommand(learningOverStorage),
  migrateCommand,
  backupCommand,
  restoreCommand,
  doctorCommand,
]

process.exitCode = await runCli(commands, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  now: () => systemClock.now(),
  env: process.env,
  root: join(import.meta.dirname, '../..'),
})
