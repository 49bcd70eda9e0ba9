import { connect, type Socket } from 'node:net'

interface Waiting {
  readonly request: Buffer
  readonly resolve: (status: number) => void
}

/**
 * A fixed number of kept-alive HTTP/1.1 connections, one request at a time on each, as platforms call webhooks. Written
 * on bare sockets, so that the load costs less than what it measures.
 */
export class Connections {
  readonly size: number
  readonly #idle: Connection[] = []
  readonly #all: readonly Connection[]
  readonly #line: Waiting[] = []
  #next = 0

  private constructor(all: readonly Connection[]) {
    this.size = all.length
    this.#all = all
    this.#idle.push(...all)
  }

  static async open(port: number, size: number): Promise<Connections> {
    return new Connections(await Promise.all(Array.from({ length: size }, () => Connection.open(port))))
  }

  /** Sends a whole HTTP request, as soon as a connection is free; gives the status of its answer. */
  post(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      // In turn: one that rests for long is closed by the server.
      const connection = this.#idle.shift()
      if (connection) this.#send(connection, { request, resolve })
      else this.#line.push({ request, resolve })
    })
  }

  close(): void {
    for (const connection of this.#all) connection.close()
  }

  #send(connection: Connection, { request, resolve }: Waiting): void {
    connection.send(request, (status) => {
      const next = this.#line[this.#next]
      if (next) {
        this.#next += 1
        this.#send(connection, next)
      } else {
        this.#line.length = 0
        this.#next = 0
        this.#idle.push(connection)
      }
      resolve(status)
    })
  }
}

class Connection {
  readonly #socket: Socket
  #received = ''
  #onAnswer: (status: number) => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#take(text))
    socket.on('error', () => this.#answer(0))
    socket.on('close', () => this.#answer(0))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)))
      socket.once('error', reject)
    })
  }

  send(request: Buffer, onAnswer: (status: number) => void): void {
    this.#onAnswer = onAnswer
    if (this.#socket.writable) this.#socket.write(request)
    else this.#answer(0)
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Every server here names the length of its answer. */
  #take(text: string): void {
    this.#received += text
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#received)?.[1] ?? 0)
    if (this.#received.length < headEnd + 4 + length) return
    const status = Number(this.#received.slice(9, 12))
    this.#received = ''
    this.#answer(status)
  }

  #answer(status: number): void {
    const answered = this.#onAnswer
    this.#onAnswer = () => {}
    answered(status)
  }
}
