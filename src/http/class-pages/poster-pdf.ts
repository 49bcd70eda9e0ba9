import { fileURLToPath } from 'node:url'
import type { Poster } from './poster.ts'

const font = (name: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/be-vietnam-pro/${name}/BeVietnamPro_${name}.ttf`))

/** A4 in points, and what stays white around. */
const WIDTH = 595
const MARGIN = 48
const CODES_TOP = 340
/** White around a code, in its own squares: readers need four. */
const QUIET = 4

/** A poster as a PDF of one page. What makes it is heavy and loaded with the first one. */
export async function posterPdf({ heading, subject, lines, ways, foot }: Poster): Promise<Buffer> {
  const [{ default: Document }, { encode }] = await Promise.all([import('pdfkit'), import('uqr')])
  const page = new Document({ size: 'A4', margin: MARGIN, info: { Title: subject } })
  const chunks: Buffer[] = []
  page.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>((resolve, reject) => {
    page.on('end', () => resolve(Buffer.concat(chunks)))
    page.on('error', reject)
  })
  const centred = { align: 'center', width: WIDTH - 2 * MARGIN } as const
  page.font(font('700Bold')).fontSize(36).text(heading, MARGIN, 70, centred)
  page
    .font(font('600SemiBold'))
    .fontSize(22)
    .text(subject, { ...centred, height: 70, ellipsis: true })
  page.moveDown(0.4).font(font('400Regular')).fontSize(17)
  for (const line of lines) page.text(line, { ...centred, height: 50, ellipsis: true })

  const cell = (WIDTH - 2 * MARGIN) / Math.max(1, ways.length)
  const side = Math.min(300, cell - 12)
  ways.forEach(({ name, link }, index) => {
    const left = MARGIN + index * cell + (cell - side) / 2
    drawCode(page, encode(link, { ecc: 'M', border: QUIET }), { left, top: CODES_TOP, side })
    page.fontSize(18).text(name, MARGIN + index * cell, CODES_TOP + side + 4, { align: 'center', width: cell })
  })
  page.fontSize(13).text(foot.join('\n'), MARGIN, CODES_TOP + side + 60, centred)
  page.end()
  return whole
}

function drawCode(
  page: PDFKit.PDFDocument,
  { data, size }: { readonly data: readonly (readonly boolean[])[]; readonly size: number },
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): void {
  const square = side / size
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      // A hair wider: no white lines between squares where a printer rounds.
      if (dark) page.rect(left + x * square, top + y * square, square + 0.05, square + 0.05)
    })
  })
  page.fill('black')
}
