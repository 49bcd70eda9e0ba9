import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { webContactOf } from '../../../src/channels/web/channel.ts'
import { type ChatItem, createWebHub, type WebHub } from '../../../src/channels/web/hub.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { NO_POLL } from '../../../src/http/chat/outbox-poll.ts'
import { ChatStreams } from '../../../src/http/chat/streams.ts'
import { NOW, sealer } from '../../support/samples.ts'
import { GIA_LAI, SILENT_LOG } from '../support/chat-server.ts'
import { openStream } from '../support/event-stream.ts'

const contact = webContactOf(GIA_LAI, 'visitor')

/** A hub on which something is said the moment someone listens, before any history can have been read. */
function hurriedHub(item: ChatItem): WebHub {
  const hub = createWebHub()
  return {
    ...hub,
    subscribe(to, listener) {
      const end = hub.subscribe(to, listener)
      hub.publish(to, item)
      return end
    },
  }
}

const OWNER = { visitor: 'visitor', network: null }

it('what is said while the history is being read comes after it', async () => {
  await using database = openDatabase('file::memory:')
  await migrate(database)
  const closing = new AbortController()
  const streams = new ChatStreams({
    db: database.db,
    sealer,
    hub: hurriedHub({ key: 'in:early', at: NOW, from: 'person', text: 'Sớm' }),
    poll: NO_POLL,
    log: SILENT_LOG,
    maxStreams: 1,
    maxStreamsOfVisitor: 1,
    maxStreamsOfNetwork: 1,
    closing: closing.signal,
  })
  const app = express().get('/', (_request, response) => streams.serve(response, OWNER, contact))
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  await using stream = await openStream(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, '')
  expect(stream.history).toEqual([])
  expect(await stream.next()).toMatchObject({ key: 'in:early', text: 'Sớm' })
  closing.abort()
  server.close()
})
