import { z } from 'zod'
import { CHANNEL_TYPES, type ProvinceId } from '../../core/ids.ts'

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const duration = z
  .string()
  .regex(/^\d{1,3}[smhd]$/, { error: 'a duration is a number with s, m, h or d, as 2s, 30m, 3h or 2d' })
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])

const text = z.string().trim().min(1)
const fragments = z.union([text.transform((one) => [one]), z.array(text)], { error: 'a fragment, or a list of them' })
/** A file beside the transcripts, in their folder `flows`. */
const flowFile = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.yaml$/, { error: 'name a file of the folder flows/' })

/** What may be sent beside words, by the name it has in a transcript. */
export const THINGS = {
  ảnh: 'image',
  'ảnh động': 'gif',
  'vị trí': 'location',
  'nhãn dán': 'sticker',
  'giọng nói': 'audio',
  tệp: 'file',
} as const
const things = Object.keys(THINGS) as [keyof typeof THINGS]
const contactForm = z.strictObject({ 'biểu mẫu': z.strictObject({ tên: text.optional(), số: text.optional() }) })

const LINES = {
  'người dân': z.union([text.transform((one) => [one]), z.array(text).min(2)], {
    error: 'what the person writes, or a list of messages that arrive together',
  }),
  'trợ lý': fragments,
  'trợ lý không nói': fragments,
  bấm: text,
  'bấm lại': text,
  gửi: z.union([z.enum(things), contactForm], {
    error: `one of ${things.join(', ')}, or biểu mẫu: { tên: …, số: … }`,
  }),
  đợi: duration,
  'đổi kịch bản': z.union([flowFile, z.strictObject({ bỏ: z.string() })], {
    error: 'a file of the folder flows/, or { bỏ: id of a flow }',
  }),
  'cán bộ': text,
  'mở khung chat': z.string({ error: 'nothing, or the code of the link' }),
  gọi: fragments,
} as const
type Lines = typeof LINES
type LineKind = keyof Lines

/** One line of a chat, told by its one key. */
export type Line = { [Kind in LineKind]: { readonly type: Kind; readonly value: z.infer<Lines[Kind]> } }[LineKind]

const lineSchema = z.unknown().transform((raw, context): Line => {
  const entries = typeof raw === 'object' && raw !== null ? Object.entries(raw) : []
  const [entry] = entries
  const kind = entry && (Object.keys(LINES) as LineKind[]).find((one) => one === entry[0].normalize('NFC'))
  if (!entry || !kind || entries.length !== 1) {
    context.addIssue({ code: 'custom', message: `a line has exactly one of ${Object.keys(LINES).join(', ')}` })
    return z.NEVER
  }
  const parsed = LINES[kind].safeParse(entry[1])
  if (parsed.success) return { type: kind, value: parsed.data } as Line
  for (const issue of parsed.error.issues)
    context.addIssue({ code: 'custom', path: [entry[0], ...issue.path], message: issue.message })
  return z.NEVER
})

const standInSchema = z.strictObject({
  outcome: z.string().describe('What becomes of it in this chat.'),
  outcomes: z.array(z.string()).min(1).optional().describe('All that may; those of the real action when absent.'),
  gives: z.record(z.string(), z.string()).default({}),
})
/** An action that does nothing but have an outcome: to see where a flow leads from there. */
export type StandIn = z.infer<typeof standInSchema>

const classSchema = z.strictObject({
  mã: z.string().regex(/^[A-Z]+\d+$/, { error: 'a code as LC1' }),
  môn: text,
  xã: z.string().regex(/^\d{5}$/, { error: "the commune's code of five digits, as in data/places/communes" }),
  ngày: z.iso.date(),
  chỗ: z.coerce.number().int().positive().default(30),
  'bản đồ': z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
})
/** An evening class, from 19:00 to 21:00, that somebody may sign up for. */
export type ClassOfChat = z.infer<typeof classSchema>

/** A chat that shows how the assistant behaves. */
export const transcriptSchema = z.strictObject({
  name: text,
  channel: z.enum(CHANNEL_TYPES).default('zalo-oa'),
  province: z
    .string()
    .default('gia-lai')
    .transform((name) => name as ProvinceId),
  now: z.iso
    .datetime({ offset: true, local: false, precision: null, error: 'a moment as 2026-11-21T08:00:00+07:00' })
    .default('2026-11-21T08:00:00+07:00')
    .transform((moment) => Date.parse(moment)),
  flows: z.array(flowFile).default([]).describe('Files of the folder flows/ that are there in this chat alone.'),
  actions: z.record(z.string(), standInSchema).default({}),
  lớp: z.array(classSchema).default([]).describe('The classes there are in this chat.'),
  chat: z.array(lineSchema).min(1),
})
export type Transcript = z.infer<typeof transcriptSchema>
