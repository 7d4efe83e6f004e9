import { describe, expect, it } from 'vitest'
import { fetchingMedia, mediaCalls, mediaViolations } from './cases/media'
import { expectNoDefect, runCases } from './run-cases'
import { createTarget, isReal } from './target'

runCases('of media', mediaCalls)
runCases('what is refused of media:', mediaViolations)

if (!isReal) {
  describe('the address of media', () => {
    for (const { name, request, status } of fetchingMedia) {
      it(name, async () => {
        const target = createTarget()
        const answer = await target.call(await request(target))
        expect(answer.status).toBe(status)
        expectNoDefect(target.business)
        target.business.simulator.close()
      })
    }
  })
}
