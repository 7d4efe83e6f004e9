import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Banner } from './banner'
import { EmptyState } from './empty-state'
import { ErrorState } from './error-state'
import { NotAllowed } from './not-allowed'
import { PageHeader } from './page-header'
import { Skeleton } from './skeleton'

afterEach(cleanup)

describe('the states of a page', () => {
  it('interrupt for a failure only', () => {
    render(() => (
      <>
        <Banner tone="bad">The webhook stopped answering.</Banner>
        <Banner tone="ok">Number connected.</Banner>
      </>
    ))
    expect(screen.getByRole('alert').textContent).toBe('The webhook stopped answering.')
    expect(screen.getByRole('status').textContent).toBe('Number connected.')
  })

  it('offer a way out of an error, and its details', async () => {
    const onRetry = vi.fn()
    const writeText = vi.fn(async () => undefined)
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
    render(() => <ErrorState title="Sessions didn’t load" onRetry={onRetry} details="internal (500)" />)
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(onRetry).toHaveBeenCalledTimes(1)
    fireEvent.click(screen.getByRole('button', { name: 'Copy details' }))
    expect(await screen.findByRole('button', { name: 'Details copied' })).toBeTruthy()
    expect(writeText).toHaveBeenCalledWith('internal (500)')
  })

  it('have headings, and say that something is loading', () => {
    render(() => (
      <>
        <PageHeader title="Inbox" />
        <EmptyState title="All caught up" illustration="caught-up" />
        <NotAllowed title="API keys are for admins" text="Your role is Agent." />
        <Skeleton />
      </>
    ))
    const title = screen.getByRole('heading', { level: 1, name: 'Inbox' })
    title.focus()
    expect(document.activeElement).toBe(title)
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
      'All caught up',
      'API keys are for admins',
    ])
    expect(screen.getByRole('status').textContent).toBe('Loading')
  })
})
