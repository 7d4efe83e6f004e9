import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cache } from './paths.mjs'
import { run, Stop } from './run.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser of the journeys: CHROME_PATH, the system's, or the one that an npm package carries. */
export async function findChromium(env = process.env) {
  if (env.CHROME_PATH) {
    if (isProgram(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Stop(`CHROME_PATH is ${env.CHROME_PATH}, and there is no program.`)
  }
  const inPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...inPath, ...applications].find(isProgram) ?? (await unpackChromium())
}

const isProgram = (/** @type {string} */ path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function unpackChromium() {
  const folder = cache('chromium')
  const program = join(folder, 'start')
  if (!existsSync(program)) {
    process.stderr.write('Unpacking a Chromium …\n')
    mkdirSync(folder, { recursive: true })
    // The package unpacks to the temporary folder, and its libraries only where it believes to be in a Lambda.
    const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
    const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    const { ok } = await run(process.execPath, ['--input-type=module', '--eval', script], { env })
    if (ok) {
      // Its libraries are for it alone: Node and workerd keep the system's.
      const lines = [
        '#!/bin/sh',
        `export LD_LIBRARY_PATH='${join(folder, 'al2023', 'lib')}' FONTCONFIG_PATH='${join(folder, 'fonts')}'`,
        `exec '${join(folder, 'chromium')}' "$@"`,
      ]
      writeFileSync(`${program}.new`, `${lines.join('\n')}\n`)
      chmodSync(`${program}.new`, 0o755)
      const works = await run(`${program}.new`, ['--version'])
      if (works.ok) renameSync(`${program}.new`, program)
    }
  }
  if (isProgram(program)) return program
  throw new Stop(
    'The browser journeys need Chromium: install it (on Debian: apt-get install chromium), or set CHROME_PATH.',
  )
}
