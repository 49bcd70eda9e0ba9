import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromiumPackage, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin')
const CACHE = join(import.meta.dirname, '../../node_modules/.cache')

/**
 * A real Chromium, brought by npm alone: the binary, its libraries and a font with all Vietnamese letters come out of
 * packages, so that it runs the same on a machine that has none of them. It sees no other fonts.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpackOnce()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    // Containers give no user namespaces, and tests run as root there.
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
    env: {
      HOME: folder,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    },
  })
}

/**
 * Unpacks into a folder of its own and moves it into place when it is whole: several test files may come here at once,
 * and a run may be cut short.
 */
async function unpackOnce(): Promise<string> {
  throw new Error('todo')
}
