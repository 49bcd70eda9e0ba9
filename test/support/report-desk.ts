import type { Db } from '../../src/db/open.ts'
import { readLlmLanguage } from '../../src/llm/language.ts'
import { createPersonalMask } from '../../src/llm/mask-personal.ts'
import type { ReportDesk } from '../../src/report/report-desk.ts'
import { readReportTexts } from '../../src/report/texts.ts'
import { plans } from '../plans/support/project.ts'
import { account, otherAccount, sealer } from './samples.ts'
import { giaLai, units } from './support-desk.ts'

const parts = {
  sealer,
  units,
  accounts: [account, otherAccount].map((id) => ({ id, province: giaLai })),
  plans,
  texts: readReportTexts('data/messages'),
  mask: createPersonalMask(readLlmLanguage('.').personal),
}

/** The desk of reports over two accounts of Gia Lai, with the product's own texts and plans. */
export function reportDeskOver(db: Db): ReportDesk {
  return { db, ...parts }
}
