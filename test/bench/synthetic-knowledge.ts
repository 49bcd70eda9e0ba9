import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pick, seededChance } from '../system/support/random.ts'

const DEEDS = ['đăng ký', 'cấp lại', 'gia hạn', 'xác nhận', 'điều chỉnh', 'tra cứu', 'thu hồi', 'chuyển nhượng']
const OBJECTS = ['giấy phép', 'sổ', 'thẻ', 'hợp đồng', 'hồ sơ', 'chứng chỉ', 'giấy chứng nhận', 'tài khoản']
/** Parts of names that stand for trades, places and things. */
const SYLLABLES = (
  'an ba bạch bảo bắc bích bình cát cẩm châu chuối cúc dâu duyên đài đào đông gạo gấm giang hà hải hạnh hoa hòa hồng ' +
  'hương khánh khê kim lam lan lâm lệ liên linh long lúa lụa mai mận mây mía minh mộc muối nam ngân ngọc nguyệt nhãn ' +
  'nho ninh ổi phong phúc phượng quang quế quýt sa sâm sen sơn tâm tân thạch thanh thảo thiên thu thủy thông tiêu tín ' +
  'trà trang trúc tùng tuyết vàng vân viên việt vinh vũ xoài xuân yên'
).split(' ')
const ASKS = ['thế nào', 'ở đâu', 'mất bao lâu', 'cần giấy tờ gì', 'hết bao nhiêu tiền', 'có làm trên mạng được không']
const LINES = [
  'Bà con nộp hồ sơ tại Trung tâm Phục vụ hành chính công xã, phường hoặc trên Cổng Dịch vụ công quốc gia.',
  'Mang theo thẻ căn cước và các giấy tờ liên quan để cán bộ đối chiếu.',
  'Thời hạn giải quyết là bảy ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ.',
  'Nếu hồ sơ thiếu, cán bộ hướng dẫn bổ sung một lần, bằng văn bản.',
  'Kết quả được trả tại nơi nộp, qua bưu chính hoặc bản điện tử trong kho dữ liệu cá nhân.',
  'Người nộp trên mạng đăng nhập bằng tài khoản định danh mức độ 2 rồi làm theo các bước.',
  'Lệ phí do Hội đồng nhân dân tỉnh quyết định, có biên lai khi nộp.',
  'Người cao tuổi, người khuyết tật được tổ công nghệ số cộng đồng giúp tận nhà.',
]
const QUESTIONS = 8
const LINES_AN_ARTICLE = 9

export interface AskedQuestion {
  readonly q: string
  readonly topic: string
}

/**
 * Fills `folder` as a project's with `count` articles that nobody wrote, of about two kilobytes each, and the real data
 * beside them; the same count gives the same articles. Gives questions about them, in words that none of them has.
 */
export function writeSyntheticKnowledge(root: string, folder: string, count: number): readonly AskedQuestion[] {
  const data = join(folder, 'data')
  for (const part of ['language', 'messages']) cpSync(join(root, 'data', part), join(data, part), { recursive: true })
  // These are about the real topics.
  writeFileSync(join(data, 'language/wordings.yaml'), '{}\n')
  const topics: string[] = []
  const questions: AskedQuestion[] = []
  for (let number = 0; number < count; number++) {
    const { id, subject, file } = articleOf(number)
    const group = join(data, 'knowledge', `nhom-${number % 100}`)
    if (number < 100) mkdirSync(group, { recursive: true })
    writeFileSync(join(group, `${id}.md`), file)
    topics.push(`  ${id}: ${subject}`)
    const chance = seededChance(number + 1_000_003)
    questions.push({ q: `nhà em muốn ${subject} thì ${pick(chance, ASKS)} vậy ạ`, topic: id })
  }
  writeFileSync(join(data, 'topics.yaml'), `synthetic:\n${topics.join('\n')}\n`)
  return questions
}

/** So many of all, spread over them. */
export function someOf<Item>(all: readonly Item[], count: number): Item[] {
  const step = Math.max(1, Math.floor(all.length / count))
  return all.filter((_, at) => at % step === 0).slice(0, count)
}

function articleOf(number: number): { id: string; subject: string; file: string } {
  const chance = seededChance(number + 1)
  // Two syllables and a deed are another subject for each number; the object is shared by many.
  const first = SYLLABLES[number % SYLLABLES.length]
  const second = SYLLABLES[Math.floor(number / SYLLABLES.length) % SYLLABLES.length]
  const subject = `${pick(chance, DEEDS)} ${pick(chance, OBJECTS)} ${first} ${second}`
  const id = `thu.so-${number}`
  const asked = Array.from({ length: QUESTIONS }, (_, at) => `  - ${subject} ${ASKS[at % ASKS.length]} ${at}`)
  const body = Array.from({ length: LINES_AN_ARTICLE }, () => pick(chance, LINES))
  const file = `---
id: ${id}
title: ${subject}
short: Việc số ${number}
questions:
${asked.join('\n')}
sources:
  - title: Nguồn của bài số ${number}
    url: https://example.org/bai/${number}
    date: "2026"
    facts:
      - ${pick(chance, LINES)}
reviewed: 2026-11-01
recheck_by: 2027-11-01
provinces: all
---
Bà con muốn ${subject} thì đến nơi mình ở.

${body.join('\n')}
`
  return { id, subject, file }
}
