import { it } from 'vitest'
import { bubble, openConversation, replyBox, seeTexts, useInbox } from './inbox-journey.ts'
import { expectQuiet, seeText, signIn, signOut, takePicture, type Visit } from './journey.ts'

const { journey, inbox, begin } = useInbox()
const MESSAGES = /\/api\/conversations\/[^/]+\/messages$/

it('what is held for Undo leaves before one signs out; what the server fails to take is said, and goes at the next sign-in', async () => {
  const { visit, page, customer } = await begin('Lena Holm', 'Is it in blue, too?')
  // The longest there is: it would not have left by itself.
  await page.evaluate(() => localStorage.setItem('wharf.undo-send', '10'))
  await page.reload()
  await bubble(page, 'Is it in blue, too?').waitFor()
  await replyBox(page).fill('It is, from Monday')
  await replyBox(page).press('Enter')
  await bubble(page, 'It is, from Monday').waitFor()
  await signOut(page)
  await seeTexts(journey, customer, ['It is, from Monday'])

  await signIn(page, inbox.person)
  await openConversation(page, customer)
  await page.route(MESSAGES, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await replyBox(page).fill('And in green')
  await replyBox(page).press('Enter')
  await bubble(page, 'And in green').waitFor()
  await signOut(page)
  await seeText(page, '1 message isn’t sent yet.')
  await takePicture(page, 'left-waiting')
  await page.unroute(MESSAGES)
  await signIn(page, inbox.person)
  await seeTexts(journey, customer, ['It is, from Monday', 'And in green'])
  expectQuiet({ ...visit, errors: visit.errors.filter((error) => !error.includes('ERR_FAILED')) } as Visit)
})
