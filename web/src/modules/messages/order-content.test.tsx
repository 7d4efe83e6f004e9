import '../../strings/register-inbox'
import { cleanup, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, it } from 'vitest'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { message } from '../inbox/test-rows'
import { OrderContent } from './order-content'
import { ThreadContext, type ThreadTools } from './thread-context'

afterEach(cleanup)

const item = (productRetailerId: string, quantity: number, itemPrice: number, currency: string) => ({
  productRetailerId,
  quantity,
  itemPrice,
  currency,
})

it('an order shows each product in full, what it comes to by currency, and what was said with it', () => {
  const content = {
    type: 'order' as const,
    catalogId: 'cat_1',
    text: 'Please wrap the <b>bowl</b>',
    items: [
      item('KL-SCARF-MARLED-WOOL-NATURAL', 2, 48.5, 'GBP'),
      item('KL-MUG', 12, 22, 'GBP'),
      item('vase', 1, 30, 'JPY'),
    ],
  }
  const sent = message('msg_1', 0, { type: 'order', direction: 'inbound', content })
  const member = { me: () => me, organizationId: () => '', can: () => true }
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <ThreadContext.Provider value={{ members: () => [] } as unknown as ThreadTools}>
        <OrderContent message={sent} content={content} />
      </ThreadContext.Provider>
    </CurrentMemberContext.Provider>
  ))
  screen.getByText('Order, 15 items')
  const lines = screen.getAllByRole('listitem')
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    '2 × KL-SCARF-MARLED-WOOL-NATURAL£97.00',
    '12 × KL-MUG£264.00',
    '1 × vaseJP¥30',
  ])
  // Nothing to point at on a phone: a name that is cut off could not be read there.
  expect(lines[0]?.querySelector('.truncate')).toBeNull()
  screen.getByText('£361.00 + JP¥30')
  screen.getByText('Please wrap the <b>bowl</b>')
})
