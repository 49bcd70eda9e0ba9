import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import { readSession } from './account.store.ts'
import type { Closing, GroupConnection, GroupTransport, Tried } from './transport.ts'

/** The one connection of this process, opened when it is needed and kept while it is of use. */
export interface Line {
  /** The connection of that login, the one there is or a new one. */
  connect(login: number): Promise<Tried<GroupConnection>>
  close(): void
}

/** `onTakenOver` is told when the session of a login is taken away while it is connected. */
export function createLine(options: {
  db: Db
  sealer: Sealer
  transport: GroupTransport
  onTakenOver: (login: number) => void
}): Line {
  const { db, sealer, transport, onTakenOver } = options
  let open: { readonly login: number; readonly connection: GroupConnection } | null = null

  function close(): void {
    open?.connection.close()
    open = null
  }

  return {
    async connect(login) {
      if (open?.login === login) return { type: 'ok', value: open.connection }
      close()
      const tried = await transport.loginAgain(await readSession(db, sealer))
      if (tried.type === 'failed') return tried
      const connection = tried.value
      open = { login, connection }
      connection.watch((why: Closing) => {
        if (open?.connection === connection) close()
        if (why === 'taken_over') onTakenOver(login)
      })
      return tried
    },
    close,
  }
}
