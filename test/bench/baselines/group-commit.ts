// Keeps every event durably before its 200, those of one turn of the event loop in one transaction. Argument: the file.
import SQLite from 'better-sqlite3'
import { listen, type ReceivedEvent } from './listen.ts'

const database = new SQLite(process.argv[2])
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec('create table events (id integer primary key, message_id text unique not null, body blob not null)')
const insert = database.prepare('insert into events (message_id, body) values (?, ?) on conflict do nothing')

let waiting: { readonly event: ReceivedEvent; readonly done: () => void }[] = []

const commit = database.transaction((events: readonly ReceivedEvent[]) => {
  for (const event of events) insert.run(event.messageId, event.body)
})

listen((event, done) => {
  if (waiting.length === 0) setImmediate(flush)
  waiting.push({ event, done })
})

function flush(): void {
  const batch = waiting
  waiting = []
  commit(batch.map(({ event }) => event))
  for (const { done } of batch) done()
}
