import { describe, expect, it } from 'vitest'
import {
  expectQuiet,
  linkIn,
  newPerson,
  seeHeading,
  seeText,
  signIn,
  signOut,
  soon,
  takePicture,
  useJourney,
} from './journey.ts'

const journey = useJourney()

describe('signing up', () => {
  it('says on leaving a field what is wrong with it, and rates the password while it is typed', async () => {
    const visit = await journey.visit({ path: '/signup' })
    const { page } = visit
    const email = page.getByLabel('Work email')
    const password = page.getByLabel('Password', { exact: true })
    const emailError = page.getByText('Enter an address such as ifeoma@example.com.')

    await email.fill('ifeoma at kiln')
    expect(await emailError.count()).toBe(0)
    await email.press('Tab')
    await emailError.waitFor()
    expect(await email.getAttribute('aria-invalid')).toBe('true')
    await takePicture(page, 'sign-up-error')
    await email.fill('ifeoma@kilnandloom.example')
    await emailError.waitFor({ state: 'detached' })
    await email.press('Tab')
    await page.getByRole('img', { name: 'The address looks right' }).waitFor()

    await password.fill('short')
    await seeText(page, 'Too short. Use at least 10 characters.')
    await password.fill('password12345')
    await seeText(page, 'Easy to guess. A short sentence works best.')
    await password.fill('clay, wool and patience')
    await seeText(page, 'Strong.')
    await page.getByRole('button', { name: 'Show password' }).click()
    expect(await password.getAttribute('type')).toBe('text')

    // Nobody was told off for fields that they had not come to yet.
    expect(await page.getByText('Enter a name.').count()).toBe(0)
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await seeText(page, 'Enter a name.')
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name')
    expectQuiet(visit)
  })

  it('opens the inbox, mails a link, and the link confirms the address', async () => {
    const person = newPerson()
    const visit = await journey.visit({ path: '/signup' })
    const { page } = visit
    await page.getByLabel('Your name').fill(person.name)
    await page.getByLabel('Work email').fill(person.email)
    await page.getByLabel('Workspace name').fill(person.workspace)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await takePicture(page, 'sign-up')
    await page.getByRole('button', { name: 'Create workspace' }).click()

    await seeHeading(page, 'Inbox')
    await seeHeading(page, 'Connect your first number')
    await page.getByText('Live', { exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/inbox')
    // What a script could steal is not lying about: no token in storage, no cookie that scripts see.
    expect(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie)).not.toMatch(/eyJ|refresh/)
    expect((await page.context().cookies()).map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([
      [true, 'Strict'],
    ])

    await page.goto('/settings/profile')
    await page.getByText('Not confirmed', { exact: true }).waitFor()
    const mail = await journey.mailTo(person.email, 'Welcome to Wharf')
    await page.goto(linkIn(mail))
    await seeHeading(page, 'Your address is confirmed')
    expect(page.url()).not.toContain('token')
    await page.getByRole('link', { name: 'Open Wharf' }).click()
    await seeHeading(page, 'Inbox')
    await page.goto('/settings/profile')
    await page.getByText('Confirmed', { exact: true }).waitFor()
    expect(await page.getByText('Not confirmed', { exact: true }).count()).toBe(0)
    expectQuiet(visit)

    await page.goto(linkIn(mail))
    await seeHeading(page, 'This link no longer works')
    expectQuiet(visit, 400)
  })

  it('lets a link that is opened signed out confirm nothing until its reader has logged in', async () => {
    const person = newPerson()
    const first = await journey.visitAs(person)
    await seeHeading(first.page, 'Inbox')
    const link = linkIn(await journey.mailTo(person.email, 'Welcome to Wharf'))

    const visit = await journey.visit({ path: '/login' })
    const { page } = visit
    await page.goto(link)
    await seeHeading(page, 'Log in to confirm your address')
    expect(page.url()).not.toContain('token')
    await takePicture(page, 'verify-signed-out')
    await page.getByRole('link', { name: 'Log in' }).click()
    await signIn(page, person)
    await seeHeading(page, 'Your address is confirmed')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    expectQuiet(visit)
  })

  it('tells who has an account already, and takes the address along to the sign-in page', async () => {
    const person = newPerson()
    const first = await journey.visitAs(person)
    await seeHeading(first.page, 'Inbox')
    const { page } = await journey.visit({ path: '/signup?next=/settings/security' })
    await page.getByLabel('Your name').fill(person.name)
    await page.getByLabel('Work email').fill(person.email.toUpperCase())
    await page.getByLabel('Workspace name').fill('Another')
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await seeText(page, 'This address has an account already.')
    await page.getByRole('link', { name: 'Log in instead' }).click()
    await seeHeading(page, 'Welcome back')
    expect(await page.getByLabel('Email').inputValue()).toBe(person.email.toUpperCase())
    await signIn(page, person)
    await seeHeading(page, 'Sign-in and sessions')
  })
})

describe('signing in', () => {
  it('counts wrong passwords down, and lets the right one in', async () => {
    const person = newPerson()
    const visit = await journey.visitAs(person)
    const { page } = visit
    await seeHeading(page, 'Inbox')
    await signOut(page)
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/login')
    expect(await page.context().cookies()).toEqual([])

    await signIn(page, { ...person, password: 'clay, wool and haste' })
    await seeText(page, 'Email and password don’t match. 4 tries left before a wait.')
    await takePicture(page, 'sign-in-wrong')
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    expectQuiet(visit, 401)
  })

  it('holds the button back after too many tries and says for how long', async () => {
    const { email } = newPerson()
    const { page } = await journey.visit({ path: '/login' })
    for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'That was the last try']) {
      await signIn(page, { email, password: 'guess after guess' })
      await seeText(page, new RegExp(left))
    }
    await signIn(page, { email, password: 'guess after guess' })
    await seeText(page, /Too many tries\. Try again in \d/)
    expect(await page.getByRole('button', { name: 'Log in' }).isDisabled()).toBe(true)
  })

  it('leads back to the page that was asked for, and to no other site', async () => {
    const person = newPerson()
    const { page } = await journey.visitAs(person, { path: '/inbox' })
    await seeHeading(page, 'Inbox')
    await signOut(page)

    await page.goto('/settings/audit-log?from=link')
    await seeHeading(page, 'Welcome back')
    expect(new URL(page.url()).searchParams.get('next')).toBe('/settings/audit-log?from=link')
    await signIn(page, person)
    await seeHeading(page, 'Audit log')
    expect(page.url()).toBe(`${journey.url}/settings/audit-log?from=link`)

    await signOut(page)
    await page.goto('/login?next=//evil.example/inbox')
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    expect(page.url()).toBe(`${journey.url}/inbox`)
  })

  it('in one tab signs the other in, and signing out signs both out', async () => {
    const person = newPerson()
    const { page } = await journey.visitAs(person)
    await seeHeading(page, 'Inbox')
    const other = await page.context().newPage()
    await other.goto('/settings/profile')
    await seeHeading(other, 'Profile')
    await signOut(page)
    await seeHeading(other, 'Welcome back')
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    await other.getByRole('heading', { level: 1, name: /Inbox|Profile/ }).waitFor()
  })
})
