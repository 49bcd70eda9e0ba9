import { strToU8, zipSync } from 'fflate'

/** The styles of cells that the workbooks have, in the order of `cellXfs`. */
const STYLES = ['general', 'date', 'long_date', 'date_time', 'time', 'text'] as const
type Style = (typeof STYLES)[number]

/** A cell as Excel itself writes it. */
export type ExcelCell =
  | null
  /** Kept in the shared strings; several runs where parts of it are bold. */
  | { readonly text: string | readonly string[] }
  /** A number, which is a day or a time by its style alone. */
  | { readonly number: number; readonly style?: Style }
  /** What it was last calculated to. */
  | { readonly formula: string; readonly cached: string | number; readonly style?: Style }
  /** Formatted and empty. */
  | { readonly empty: Style }
  /** Written by other programs. */
  | { readonly inline: string }
  | { readonly error: '#REF!' | '#N/A' }

export interface ExcelSheet {
  readonly name: string
  readonly state?: 'hidden' | 'veryHidden'
  readonly rows: readonly (readonly ExcelCell[])[]
  /** `A1:H1`. */
  readonly merged?: readonly string[]
  /** Formatted rows without a value, below the last one. */
  readonly emptyRows?: number
}

export interface ExcelWorkbook {
  readonly sheets: readonly ExcelSheet[]
  /** Days counted from 1904, as Excel on a Mac did. */
  readonly since1904?: boolean
}

const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** The number by which Excel knows a day and time: `2026-10-05`, `2026-10-05T17:00`. */
export function excelNumber(moment: string, { since1904 = false } = {}): number {
  const ms = Date.parse(moment.includes('T') ? `${moment}:00Z` : `${moment}T00:00:00Z`)
  return (ms - Date.UTC(since1904 ? 1904 : 1899, since1904 ? 0 : 11, since1904 ? 1 : 30)) / 86_400_000
}

/** An .xlsx file with the parts, in the shape, that Excel saves (ECMA-376, transitional). */
export function excelFile({ sheets, since1904 = false }: ExcelWorkbook): Uint8Array {
  const strings: string[] = []
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': workbook(sheets, since1904),
    'xl/_rels/workbook.xml.rels': workbookRelations(sheets.length),
    'xl/styles.xml': styles(),
  }
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = worksheet(sheet, strings)
  })
  parts['xl/sharedStrings.xml'] =
    `<sst xmlns="${MAIN}" count="${strings.length}" uniqueCount="${strings.length}">${strings.join('')}</sst>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(HEADER + xml)])))
}

function worksheet({ rows, merged = [], emptyRows = 0 }: ExcelSheet, strings: string[]): string {
  const filled = rows.map((cells, index) => {
    const row = index + 1
    const written = cells.map((cell, column) => cellXml(cell, `${lettersOf(column)}${row}`, strings)).join('')
    return `<row r="${row}" spans="1:${Math.max(1, cells.length)}" x14ac:dyDescent="0.25">${written}</row>`
  })
  const below = Array.from({ length: emptyRows }, (_, index) => {
    const row = rows.length + index + 1
    return `<row r="${row}" spans="1:3"><c r="A${row}" s="1"/><c r="C${row}" s="4"/></row>`
  })
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return [
    `<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">`,
    `<dimension ref="A1:XFD${rows.length + emptyRows}"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="1" width="12.7" customWidth="1"/></cols>',
    `<sheetData>${[...filled, ...below].join('')}</sheetData>`,
    merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`,
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>',
  ].join('')
}

function cellXml(cell: ExcelCell, ref: string, strings: string[]): string {
  if (cell === null) return ''
  if ('text' in cell) return `<c r="${ref}" t="s"><v>${strings.push(sharedString(cell.text)) - 1}</v></c>`
  if ('number' in cell) return `<c r="${ref}"${styleOf(cell.style)}><v>${cell.number}</v></c>`
  if ('empty' in cell) return `<c r="${ref}"${styleOf(cell.empty)}/>`
  if ('inline' in cell) return `<c r="${ref}" t="inlineStr"><is><t>${escapeXml(cell.inline)}</t></is></c>`
  if ('error' in cell) return `<c r="${ref}" t="e"><f>Sheet9!A1</f><v>${cell.error}</v></c>`
  const type = typeof cell.cached === 'string' ? ' t="str"' : ''
  const value = typeof cell.cached === 'string' ? escapeXml(cell.cached) : cell.cached
  return `<c r="${ref}"${styleOf(cell.style)}${type}><f>${escapeXml(cell.formula)}</f><v>${value}</v></c>`
}

function sharedString(text: string | readonly string[]): string {
  if (typeof text === 'string') return `<si>${run(text)}</si>`
  const runs = text.map((part, index) => {
    const bold = index % 2 === 0 ? '' : '<rPr><b/><sz val="11"/><rFont val="Times New Roman"/><family val="1"/></rPr>'
    return `<r>${bold}${run(part)}</r>`
  })
  return `<si>${runs.join('')}<phoneticPr fontId="1" type="noConversion"/></si>`
}

function run(text: string): string {
  return /^\s|\s$|\n/.test(text) ? `<t xml:space="preserve">${escapeXml(text)}</t>` : `<t>${escapeXml(text)}</t>`
}

function styleOf(style: Style | undefined): string {
  return style === undefined || style === 'general' ? '' : ` s="${STYLES.indexOf(style)}"`
}

function styles(): string {
  const formats: Record<Style, number> = { general: 0, date: 14, long_date: 164, date_time: 165, time: 20, text: 49 }
  const xf = (id: number) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
  return [
    `<styleSheet xmlns="${MAIN}"><numFmts count="2">`,
    '<numFmt numFmtId="164" formatCode="[$-42A]dddd\\,\\ dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="hh:mm\\ dd/mm/yyyy"/></numFmts>',
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>',
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`,
    `<cellXfs count="${STYLES.length}">${STYLES.map((style) => xf(formats[style])).join('')}</cellXfs></styleSheet>`,
  ].join('')
}

function workbook(sheets: readonly ExcelSheet[], since1904: boolean): string {
  const list = sheets.map(({ name, state }, index) => {
    const hidden = state === undefined ? '' : ` state="${state}"`
    return `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden} r:id="rId${index + 1}"/>`
  })
  const dates = since1904 ? ' date1904="1"' : ''
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${dates} defaultThemeVersion="166925"/><bookViews><workbookView/></bookViews><sheets>${list.join('')}</sheets><calcPr calcId="191029"/></workbook>`
}

function workbookRelations(sheets: number): string {
  const list = Array.from(
    { length: sheets },
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  list.push(`<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/>`)
  list.push(`<Relationship Id="rId${sheets + 2}" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>`)
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`
}

function contentTypes(sheets: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const override = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${type}.${kind}+xml"/>`
  return [
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    override('workbook', 'sheet.main'),
    ...Array.from({ length: sheets }, (_, index) => override(`worksheets/sheet${index + 1}`, 'worksheet')),
    override('styles', 'styles'),
    override('sharedStrings', 'sharedStrings'),
    '</Types>',
  ].join('')
}

function lettersOf(column: number): string {
  const rest = Math.floor(column / 26)
  return `${rest > 0 ? lettersOf(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
