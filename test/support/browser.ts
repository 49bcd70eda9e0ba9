import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const ROOT = join(import.meta.dirname, '../..')
const CACHE = join(ROOT, 'node_modules/.cache')
const HOME = join(CACHE, 'chromium')

/** Run in a process of its own, whose temporary folder is the place to unpack to: the package knows no other way. */
const UNPACK = `
  const { default: chromium, inflate } = await import('@sparticuz/chromium')
  await chromium.executablePath()
  await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br')
`

/**
 * A real Chromium, brought by npm alone: the binary, its libraries and a font with all Vietnamese letters (Open Sans)
 * come out of one package, so that it runs and looks the same on a machine that has none of them.
 */
export async function launchBrowser(): Promise<Browser> {
  await unpackOnce()
  return chromium.launch({
    executablePath: join(HOME, 'chromium'),
    // Containers give no user namespaces, and tests may run as root there.
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--font-render-hinting=none'],
    env: {
      HOME,
      FONTCONFIG_FILE: join(HOME, 'fonts.conf'),
      LD_LIBRARY_PATH: join(HOME, 'al2023/lib'),
    },
  })
}

/**
 * Unpacks into a folder of its own and moves it into place when it is whole: several test files may come here at once,
 * and a run may be cut short.
 */
async function unpackOnce(): Promise<void> {
  if (existsSync(HOME)) return
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'chromium-'))
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: ROOT,
      env: { TMPDIR: folder },
    })
    await writeFile(join(folder, 'fonts.conf'), fontsConfig())
    await rename(folder, HOME)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    // Another test file was faster.
    if (!existsSync(HOME)) throw error
  }
}

function fontsConfig(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(HOME, 'fonts')}</dir><cachedir>${join(HOME, 'font-cache')}</cachedir></fontconfig>
`
}
