import { vietnamDateTime } from '../../core/clock.ts'
import { type Message, type ReplyChoice, replyChoices } from '../../core/messages.ts'
import { fold, normalise } from '../../core/text.ts'
import type { Conversation } from '../../engine/conversation.ts'
import type { FlowFile } from '../../engine/flow/read-flows.ts'
import { type Actor, createActor, thing, written } from './actor.ts'
import type { TranscriptFile } from './read-transcripts.ts'
import { setUpClasses } from './set-up-classes.ts'
import type { Stage } from './stage.ts'
import { conversationWith, readOwnFlow } from './stand-ins.ts'
import type { Line } from './transcript.schema.ts'

/** A chat that went another way than it is written. Its message shows the chat so far. */
export class TranscriptMismatch extends Error {
  override readonly name = 'TranscriptMismatch'
}

interface Scene {
  readonly stage: Stage
  readonly transcript: TranscriptFile
  readonly actor: Actor
  /** The chat so far, as it is shown. */
  readonly shown: string[]
  readonly calls: string[]
  readonly buttons: ReplyChoice[]
  files: FlowFile[]
  conversation: Conversation
  /** What the assistant said since the person's last move. */
  said: string[]
}

/** Plays a chat. Throws a `TranscriptMismatch` where the assistant does other than is written, an `AppError` for a wrong file. */
export async function play(stage: Stage, transcript: TranscriptFile): Promise<void> {
  stage.clock.set(transcript.now)
  await setUpClasses(stage, transcript)
  const calls: string[] = []
  const files = transcript.flows.map((name) => readOwnFlow(transcript.flowFolder, name))
  const scene: Scene = {
    stage,
    transcript,
    actor: createActor(stage, transcript),
    shown: [],
    calls,
    buttons: [],
    files,
    conversation: conversationWith(stage, files, transcript.actions, (said) => calls.push(said)),
    said: [],
  }
  for (const [at, line] of transcript.chat.entries()) {
    try {
      await playLine(scene, line, transcript.chat[at + 1])
    } catch (error) {
      if (error instanceof TranscriptMismatch) throw placed(scene, at, error.message)
      throw error instanceof Error ? Object.assign(error, { message: placed(scene, at, error.message).message }) : error
    }
  }
}

/** `next`: where time passes then, the person is still writing. */
async function playLine(scene: Scene, line: Line, next: Line | undefined): Promise<void> {
  const { stage, shown, calls } = scene
  switch (line.type) {
    case 'người dân':
      for (const text of line.value) shown.push(`người dân: ${text}`)
      return send(
        scene,
        line.value.map((text) => written(text)),
        next?.type === 'đợi',
      )
    case 'gửi': {
      const { value } = line
      shown.push(`người dân gửi: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      if (typeof value === 'string') return send(scene, [thing(value)])
      const { tên: name = null, số: phone = null } = value['biểu mẫu']
      return send(scene, [{ type: 'form', name, phone, birthDate: null, gender: null, address: null }])
    }
    case 'bấm':
    case 'bấm lại': {
      const same = scene.buttons.filter(({ label }) => label === line.value.normalize('NFC'))
      const button = line.type === 'bấm' ? same.at(-1) : same[0]
      if (!button) throw new TranscriptMismatch(`There is no button "${line.value}".`)
      shown.push(`người dân bấm: [${button.label}]`)
      return send(scene, [{ type: 'button', payload: button.payload, label: button.label, ref: null }])
    }
    case 'mở khung chat':
      shown.push('(mở khung chat)')
      return send(scene, [{ type: 'chat_opened', ref: line.value || null }])
    case 'cán bộ':
      shown.push(`cán bộ: ${line.value}`)
      return send(scene, [{ type: 'staff_wrote', messageId: stage.ids.next(), text: line.value }])
    case 'đợi': {
      const now = stage.clock.now() + line.value
      shown.push(`(${vietnamDateTime(now)})`)
      return hear(scene, await scene.actor.wait(line.value, scene.conversation))
    }
    case 'đổi kịch bản': {
      shown.push('(kịch bản được đổi)')
      changeFlows(scene, line.value)
      return
    }
    case 'trợ lý':
      return expectInOrder(line.value, scene.said.join('\n'), 'The assistant should say')
    case 'trợ lý không nói': {
      const all = normalise(scene.said.join('\n'))
      const found = line.value.find((fragment) => all.includes(normalise(fragment)))
      if (found !== undefined) throw new TranscriptMismatch(`The assistant should not say: ${found}`)
      return
    }
    case 'gọi':
      expectInOrder(line.value, calls.join('\n'), 'This should have been called')
      calls.length = 0
  }
}

async function send(scene: Scene, events: Parameters<Actor['send']>[0], writingOn = false): Promise<void> {
  hear(scene, await scene.actor.send(events, scene.conversation, { writingOn }))
}

function hear(scene: Scene, messages: readonly Message[]): void {
  scene.said = messages.map(show)
  for (const said of scene.said) scene.shown.push(`    trợ lý: ${said.replaceAll('\n', '\n            ')}`)
  scene.buttons.push(...messages.flatMap(replyChoices))
}

function changeFlows(scene: Scene, change: Extract<Line, { type: 'đổi kịch bản' }>['value']): void {
  const { stage, transcript, calls } = scene
  const added = typeof change === 'string' ? [readOwnFlow(transcript.flowFolder, change)] : []
  const gone = new Set([...added.map(({ flow }) => flow.id), ...(typeof change === 'string' ? [] : [change.bỏ])])
  scene.files = [...scene.files.filter(({ flow }) => !gone.has(flow.id)), ...added]
  scene.conversation = conversationWith(stage, scene.files, transcript.actions, (said) => calls.push(said))
}

function wordsOf(message: Message): string {
  switch (message.type) {
    case 'image':
      return message.alt
    case 'file':
      return message.name
    case 'consent_request':
      return ''
    default:
      return message.text
  }
}

/** A message as a person sees it, its buttons in brackets. */
function show(message: Message): string {
  const text = wordsOf(message)
  const items =
    message.type === 'list' ? message.items.map(({ title, subtitle }) => `• ${title} ${subtitle ?? ''}`) : []
  const form = message.type === 'form_request' || message.type === 'consent_request' ? [`[[${message.title}]]`] : []
  const own = 'choices' in message ? (message.choices ?? []) : []
  const inItems = message.type === 'list' ? message.items.flatMap(({ choices }) => choices) : []
  const labels = [...inItems, ...own].map(({ label }) => `[${label}]`)
  return [text, ...items, ...form, ...(labels.length > 0 ? [labels.join(' ')] : [])].join('\n')
}

function expectInOrder(fragments: readonly string[], said: string, lead: string): void {
  const all = fold(normalise(said)) === '' ? '' : normalise(said)
  let from = 0
  for (const fragment of fragments) {
    const found = all.indexOf(normalise(fragment), from)
    if (found < 0)
      throw new TranscriptMismatch(`${lead}${from > 0 ? ', after what stands before it' : ''}: ${fragment}`)
    from = found + normalise(fragment).length
  }
}

function placed({ transcript, shown }: Scene, at: number, message: string): TranscriptMismatch {
  const chat = shown.map((line) => `  ${line}`).join('\n')
  return new TranscriptMismatch(
    `${transcript.file}:${transcript.lines[at] ?? 1}: ${transcript.name}\n${chat}\n✗ ${message}`,
  )
}
