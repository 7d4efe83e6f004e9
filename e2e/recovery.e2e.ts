import { expect, it } from 'vitest'
import { expectQuiet, linkIn, newPerson, seeHeading, seeText, signIn, takePicture, useJourney } from './journey.ts'

const journey = useJourney()

it('a forgotten password is replaced by mail, and every device is signed out at once', async () => {
  const person = newPerson()
  const laptop = await journey.visitAs(person, { path: '/settings/profile' })
  await seeHeading(laptop.page, 'Profile')
  await laptop.page.getByText('Live', { exact: true }).waitFor()

  const phone = await journey.visit({ path: '/login' })
  const { page } = phone
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('link', { name: 'Forgot it?' }).click()
  await seeHeading(page, 'Get a new password')
  expect(await page.getByLabel('Email').inputValue()).toBe(person.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await seeHeading(page, 'Check your mail')
  await takePicture(page, 'forgot-sent')

  const link = linkIn(await journey.mailTo(person.email, 'Choose a new password'))
  await page.goto(link)
  await seeHeading(page, 'Choose a new password')
  // Whoever looks at the screen or through the history finds no link to use.
  expect(page.url()).toBe(`${journey.url}/reset-password`)
  await page.getByLabel('New password').fill('a kiln of another colour')
  await page.getByRole('button', { name: 'Save the new password' }).click()
  await seeText(page, 'Your password is changed. Log in with the new one.')

  // Nobody touched the laptop: its socket was closed.
  await seeHeading(laptop.page, 'Welcome back')
  await seeText(laptop.page, 'Your session has ended.')
  expect(new URL(laptop.page.url()).searchParams.get('next')).toBe('/settings/profile')
  expectQuiet(laptop, 401)

  await signIn(page, person)
  await seeText(page, 'Email and password don’t match.')
  await signIn(page, { ...person, password: 'a kiln of another colour' })
  await seeHeading(page, 'Inbox')
  await signIn(laptop.page, { ...person, password: 'a kiln of another colour' })
  await seeHeading(laptop.page, 'Profile')
  expectQuiet(phone, 401)
})

it('a link works once', async () => {
  const person = newPerson()
  await journey.visitAs(person)
  const { page } = await journey.visit({ path: '/forgot-password' })
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const link = linkIn(await journey.mailTo(person.email, 'Choose a new password'))
  for (const heading of ['Welcome back', 'This link no longer works']) {
    await page.goto(link)
    await page.getByLabel('New password').fill('a kiln of another colour')
    await page.getByRole('button', { name: 'Save the new password' }).click()
    await seeHeading(page, heading)
  }
  await page.getByRole('link', { name: 'Send a new link' }).click()
  await seeHeading(page, 'Get a new password')
})

it('an address without an account gets the same answer, and no mail', async () => {
  const { page } = await journey.visit({ path: '/forgot-password' })
  await page.getByLabel('Email').fill('nobody@kilnandloom.example')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await seeHeading(page, 'Check your mail')
  await seeText(page, 'If nobody@kilnandloom.example has an account, the link is on its way.')
  // Mail is sent in order: when the next one has arrived, this one would have.
  const person = newPerson()
  await journey.visitAs(person)
  await journey.mailTo(person.email, 'Welcome to Wharf')
  expect((await journey.mailbox()).filter((mail) => mail.to.email === 'nobody@kilnandloom.example')).toEqual([])
})
