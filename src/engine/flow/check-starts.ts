import { fold, normalise, tokens } from '../../core/text.ts'
import { FLOW_EVENTS } from './flow.schema.ts'
import type { FlowFile, FlowMistake } from './read-flows.ts'

/** Something that starts a flow, with its place in the file. */
interface Start {
  readonly file: FlowFile
  readonly path: readonly PropertyKey[]
  /** The same for what the assistant cannot tell apart. */
  readonly key: string
  readonly said: string
}

/** Moments that start none or two flows, and phrases, codes and attachments that two flows claim. */
export function checkStarts(files: readonly FlowFile[], unread: ReadonlySet<string>): FlowMistake[] {
  // A flow that could not be read may be the one that an event is to start.
  const events = unread.size > 0 ? [] : FLOW_EVENTS.flatMap((event) => checkEvent(event, files))
  return [...events, ...checkClaims(files.flatMap(startsOf))]
}

function checkEvent(event: (typeof FLOW_EVENTS)[number], files: readonly FlowFile[]): FlowMistake[] {
  const starting = files.filter(({ flow }) => flow.starts.events.includes(event))
  const [first, second] = starting
  if (!first)
    return [
      { file: 'flows', line: 1, message: `no flow starts at the event ${event}: put it under starts.events of one` },
    ]
  if (!second) return []
  const message = `the event ${event} starts ${first.flow.id} too: keep it in one of them`
  return [{ file: second.file, line: second.lineOf(['starts', 'events']), message }]
}

function startsOf(file: FlowFile): Start[] {
  const { phrases, refs, codes, attachments } = file.flow.starts
  return [
    ...phrases.map((phrase, at) => ({
      file,
      path: ['starts', 'phrases', at],
      key: tokens(normalise(phrase)).join(' '),
      said: `the phrase "${phrase}"`,
    })),
    ...refs.map((ref, at) => ({ file, path: ['starts', 'refs', at], key: `ref:${ref}`, said: `the ref ${ref}` })),
    ...(codes?.letters ?? []).map((letters, at) => ({
      file,
      path: ['starts', 'codes', 'letters', at],
      key: `code:${letters}`,
      said: `codes with ${letters}`,
    })),
    ...attachments.map((kind, at) => ({
      file,
      path: ['starts', 'attachments', at],
      key: `attachment:${kind}`,
      said: `the attachment ${kind}`,
    })),
  ]
}

function checkClaims(starts: readonly Start[]): FlowMistake[] {
  const claimed = new Map<string, Start>()
  const mistakes: FlowMistake[] = []
  const add = ({ file, path }: Start, message: string) =>
    mistakes.push({ file: file.file, line: file.lineOf(path), message })
  for (const start of starts) {
    if (start.key === '') add(start, `${start.said} has no letters, so nobody can write it: remove it`)
    const other = claimed.get(start.key)
    if (other && other.file !== start.file)
      add(start, `${start.said} starts ${other.file.flow.id} too: keep it in one of them`)
    if (!other) claimed.set(start.key, start)
  }
  for (const start of starts) {
    // What people write without accents is compared without them too.
    const bare = claimed.get(fold(start.key))
    if (bare && bare.file !== start.file && bare.key !== start.key)
      add(start, `${start.said}, written without accents, starts ${bare.file.flow.id} too: remove it from one of them`)
  }
  return mistakes
}
