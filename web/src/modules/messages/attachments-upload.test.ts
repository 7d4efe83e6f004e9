import '../../strings/register-inbox'
import { afterEach, expect, it, vi } from 'vitest'
import { offlineError } from '../../shared/api-error'
import { en } from '../../strings/en'
import { composer } from '../../strings/en.composer'
import { shrinkPicture } from './attachments-shrink'
import { describeFailure } from './attachments-upload'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('a picture that a browser cannot draw anew says so in our words', async () => {
  vi.stubGlobal('createImageBitmap', async () => ({ width: 10, height: 10, close: () => {} }))
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
  const problem = await shrinkPicture(new File(['x'], 'bowl.heic')).catch((error: unknown) => error)
  expect(describeFailure(problem).sentence).toBe(composer.files.unreadable.replace('{{ name }}', 'bowl.heic'))
})

it('what a library or the browser threw is not read out', () => {
  const problem = new TypeError('Failed to fetch dynamically imported module: https://wharf/assets/x.js')
  expect(describeFailure(problem).sentence).toBe(en.errors.codes.internal)
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  expect(describeFailure(problem).sentence).toBe(en.errors.codes[offlineError().code as 'network.offline'])
})
