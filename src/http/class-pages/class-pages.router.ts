import { type Response, Router } from 'express'
import { CLASS_PAGES } from '../../actions/classes/desk/class-links.ts'
import { downloadList } from '../../actions/classes/desk/download-list.ts'
import { findPosterDate } from '../../classes/check-in.store.ts'
import { type CheckInCodes, checkInWords, readCheckIn } from '../../classes/check-in-code.ts'
import { findDownload } from '../../classes/download.store.ts'
import { type RegistrationWords, writeRegistrations } from '../../classes/sheets/write-registrations.ts'
import type { Channel } from '../../core/channel.ts'
import { type Clock, vietnamTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import { XLSX_TYPE } from '../../sheets/xlsx-type.ts'
import type { Units } from '../../staff/units.ts'
import { loadAssets } from '../browser/assets.ts'
import { pageHeaders } from '../browser/page-headers.ts'
import { renderClassPage } from './page.ts'
import { posterOf, posterWays } from './poster.ts'
import { posterPdf } from './poster-pdf.ts'
import type { ClassPagesTexts } from './texts.ts'

export interface ClassPagesOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly units: Units
  readonly clock: Clock
  readonly checkIns: CheckInCodes
  readonly channels: readonly Pick<Channel, 'type' | 'accounts' | 'chatLink'>[]
  readonly publicUrl: string
  readonly texts: ClassPagesTexts
  readonly registrationWords: RegistrationWords
}

/**
 * Pages behind links that staff get in chat, to be mounted at `CLASS_PAGES`. Opening a list's link only shows a button:
 * platforms open every link that is sent, to show what is behind it, and would use it up.
 */
export function createClassPagesRouter(options: ClassPagesOptions): Router {
  const { db, sealer, units, clock, checkIns, texts, publicUrl } = options
  const assets = loadAssets(`${CLASS_PAGES}/assets`, { 'page.css': [new URL('assets/page.css', import.meta.url)] })
  const router = Router()
  router.use('/assets', assets.router)
  router.use(pageHeaders("'self' data:"))

  router.get('/danh-sach/:token', async (request, response) => {
    const download = await findDownload(db, request.params.token, clock.now())
    if (!download) return show(response, 410, texts.gone)
    const text = fill(texts.list.text, { until: vietnamTime(download.expiresAt) })
    await show(response, 200, { ...texts.list, text })
  })

  router.post('/danh-sach/:token', async (request, response) => {
    const list = await downloadList(db, { sealer, units }, request.params.token, clock.now())
    if (!list) return show(response, 410, texts.gone)
    const file = await writeRegistrations(list.people, 'xlsx', options.registrationWords)
    response
      .attachment(fill(texts.list.file, { code: list.code }))
      .type(XLSX_TYPE)
      .send(file)
  })

  router.get('/ap-phich/:file', async (request, response) => {
    const code = request.params.file.replace(/\.pdf$/, '')
    const typed = readCheckIn(checkInWords(code))
    const date = typed && (await findPosterDate(db, typed.code, typed.number))
    const isRight = typed && date && checkIns.isCodeOf({ ...date.row, number: typed.number }, typed.sign)
    const province = date && units.provinceOf(date.row.commune_code)
    if (!isRight || date.cancelled || !province) return show(response, 404, texts.no_poster)
    const pdf = await posterPdf(posterOf(texts, date, code, posterWays(options.channels, province, code, publicUrl)))
    const name = fill(texts.poster.file, { code: date.row.code, number: String(date.number) })
    response.type('pdf').set('Content-Disposition', `inline; filename="${name}"`).send(pdf)
  })

  async function show(
    response: Response,
    status: number,
    { heading, text, button = null }: { heading: string; text: string; button?: string | null },
  ): Promise<void> {
    const page = renderClassPage({ title: texts.title, heading, text, button, styleUrl: assets.url('page.css') })
    response
      .status(status)
      .type('html')
      .send(String(await page))
  }

  return router
}
