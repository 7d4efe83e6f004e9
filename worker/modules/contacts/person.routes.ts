import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor } from '../../shared/pagination'
import { pageQuerySchema } from '../../shared/pagination.schemas'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { addContactNote, changeContactNote, listNotes, removeContactNote } from './contact-notes.usecases'
import {
  contactExists,
  contactNotFound,
  invalidPhone,
  noteNotFound,
  notYourNote,
  ownerNotFound,
  tooManyFields,
} from './contacts.errors'
import {
  blockResultSchema,
  changeConsentSchema,
  changeContactSchema,
  contactEpisodePageSchema,
  contactNotePageSchema,
  contactNoteSchema,
  contactSchema,
  newContactNoteSchema,
} from './contacts.schemas'
import { invalidFields } from './custom-fields.errors'
import { changeConsent, findContactDetails, listEpisodesOfContact, setBlocked } from './person.usecases'
import { changeContact } from './person-changes.usecases'

const tags = ['Contacts']
const params = z.object({ id: z.string().max(60) })
const noteParams = params.extend({ noteId: z.string().max(60) })
const positionSchema = z.tuple([z.number().int(), z.string().max(60)])
const doors = [credentialMissing, notAllowed, contactNotFound] as const
const changed = json(contactSchema, 'The contact as it is now')

const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'One person, with all that is known of them',
  description: 'A contact that was merged into another one is answered as that one.',
  ...requires('conversations:read'),
  request: { params },
  responses: { 200: json(contactSchema, 'The contact'), ...errors(...doors) },
})
const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Change name, number, email, language, owner or fields',
  description: 'Fields are merged one by one; null removes one.',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(changeContactSchema) },
  responses: {
    200: changed,
    ...errors(...doors, tooManyFields, invalidFields, invalidPhone, ownerNotFound, contactExists),
  },
})
const consent = createRoute({
  method: 'put',
  path: '/{id}/consent',
  tags,
  summary: 'Note that they agreed to marketing, or do not want it',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(changeConsentSchema) },
  responses: { 200: changed, ...errors(...doors) },
})
const block = createRoute({
  method: 'post',
  path: '/{id}/block',
  tags,
  summary: 'Block a person: nothing is sent to them, and WhatsApp is asked to keep their messages',
  description:
    'It counts here at once. WhatsApp blocks only people who wrote within 24 hours; `refusals` says where it did not. Doing it again asks again.',
  ...requires('conversations:update'),
  request: { params },
  responses: { 200: json(blockResultSchema, 'They are blocked'), ...errors(...doors, ...idempotencyErrors) },
})
const unblock = createRoute({
  method: 'delete',
  path: '/{id}/block',
  tags,
  summary: 'Unblock a person',
  ...requires('conversations:update'),
  request: { params },
  responses: { 200: json(blockResultSchema, 'They are not blocked any more'), ...errors(...doors) },
})
const episodes = createRoute({
  method: 'get',
  path: '/{id}/conversations',
  tags,
  summary: 'When their conversations were opened and closed, newest first, and what each began with',
  ...requires('conversations:read'),
  request: { params, query: pageQuerySchema },
  responses: { 200: json(contactEpisodePageSchema, 'A page of them'), ...errors(...doors, invalidCursor) },
})
const notes = createRoute({
  method: 'get',
  path: '/{id}/notes',
  tags,
  summary: 'What the team keeps in mind about them, newest first',
  ...requires('conversations:read'),
  request: { params, query: pageQuerySchema },
  responses: { 200: json(contactNotePageSchema, 'A page of notes'), ...errors(...doors, invalidCursor) },
})
const addNote = createRoute({
  method: 'post',
  path: '/{id}/notes',
  tags,
  summary: 'Write a note about a person',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(newContactNoteSchema) },
  responses: { 201: json(contactNoteSchema, 'The note'), ...errors(...doors, ...idempotencyErrors) },
})
const changeNote = createRoute({
  method: 'patch',
  path: '/{id}/notes/{noteId}',
  tags,
  summary: 'Change one’s own note',
  ...requires('conversations:update'),
  request: { params: noteParams, ...jsonBody(newContactNoteSchema) },
  responses: { 200: json(contactNoteSchema, 'As it is now'), ...errors(...doors, noteNotFound, notYourNote) },
})
const removeNote = createRoute({
  method: 'delete',
  path: '/{id}/notes/{noteId}',
  tags,
  summary: 'Delete one’s own note',
  ...requires('conversations:update'),
  request: { params: noteParams },
  responses: { 204: empty('Deleted'), ...errors(...doors, noteNotFound, notYourNote) },
})

const pageOf = ({ cursor, limit }: z.output<typeof pageQuerySchema>) => ({
  after: cursor === undefined ? undefined : decodeCursor(positionSchema, cursor),
  limit,
})

export const personRoutes = createRouter<MemberEnv>()
  .openapi(get, async (c) => c.json(await findContactDetails(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(change, async (c) =>
    c.json(await changeContact(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(consent, async (c) =>
    c.json(await changeConsent(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(block, async (c) => c.json(await setBlocked(c.var.ctx, c.req.valid('param').id, true), 200))
  .openapi(unblock, async (c) => c.json(await setBlocked(c.var.ctx, c.req.valid('param').id, false), 200))
  .openapi(episodes, async (c) =>
    c.json(await listEpisodesOfContact(c.var.ctx, c.req.valid('param').id, pageOf(c.req.valid('query'))), 200),
  )
  .openapi(notes, async (c) =>
    c.json(await listNotes(c.var.ctx, c.req.valid('param').id, pageOf(c.req.valid('query'))), 200),
  )
  .openapi(addNote, async (c) =>
    c.json(await addContactNote(c.var.ctx, c.req.valid('param').id, c.req.valid('json').body), 201),
  )
  .openapi(changeNote, async (c) => {
    const { id, noteId } = c.req.valid('param')
    return c.json(await changeContactNote(c.var.ctx, { contactId: id, noteId }, c.req.valid('json').body), 200)
  })
  .openapi(removeNote, async (c) => {
    const { id, noteId } = c.req.valid('param')
    await removeContactNote(c.var.ctx, { contactId: id, noteId })
    return c.body(null, 204)
  })
