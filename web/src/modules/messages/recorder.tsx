import '../../strings/register-composing'
import { maxBytesOf, VOICE_PLAYS_UP_TO } from '@worker/modules/media/file-rules.models'
import MicOff from 'lucide-solid/icons/mic-off'
import { createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Spinner } from '../../ui/spinner'
import { rememberUpload } from './attachments'
import { describeFailure, uploadFile } from './attachments-upload'
import { composerFrame } from './composer-frame'
import type { ComposerState } from './composer-state'
import { RecorderError, type RecorderFault, type Recording, startRecording, VOICE_TYPE } from './recorder-audio'
import { RecorderBar } from './recorder-bar'

/** Anything shorter was a slip of the finger. */
const WORTH_KEEPING_SECONDS = 1

/** In place of the box: a voice note while it is recorded. One that is left behind waits among the files. */
export default function Recorder(props: { state: ComposerState }) {
  const { state } = props
  const [recording, setRecording] = createSignal<Recording>()
  const [fault, setFault] = createSignal<RecorderFault>()
  const [isSure, setSure] = createSignal(true)
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  let isOver = false
  let isUnmounted = false

  const open = async () => {
    setFault(undefined)
    try {
      const started = await startRecording()
      if (isOver) started.close()
      else setRecording(started)
      // Ready when the recording is.
      void import('./recorder-ogg').catch(() => {})
    } catch (error) {
      setFault(error instanceof RecorderError ? error.fault : 'busy')
    }
  }
  onMount(() => {
    void open()
    const warn = (event: BeforeUnloadEvent) => {
      if (recording()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    onCleanup(() => window.removeEventListener('beforeunload', warn))
  })

  async function toFile(made: Recording): Promise<File> {
    const [{ toVoiceNote }, sound] = await Promise.all([import('./recorder-ogg'), made.stop()])
    return new File([await toVoiceNote(sound)], 'voice-note.ogg', { type: VOICE_TYPE })
  }
  async function send(): Promise<void> {
    const made = recording()
    if (!made || busy()) return
    setBusy(true)
    setProblem(undefined)
    let file: File | undefined
    try {
      file = await toFile(made)
      const { signal } = new AbortController()
      const media = await uploadFile(file, 'audio', { signal, onProgress: () => {}, resume: {} })
      rememberUpload(media)
      isOver = true
      made.close()
      if (!isUnmounted) queueMicrotask(() => state.box.focus())
      if (!state.deliver([{ type: 'audio', mediaId: media.id, voice: true }])) state.attachments.restore(media, true)
    } catch (error) {
      if (isUnmounted) {
        keep(made, file)
        return
      }
      setProblem(t('composing.recorder.failed', { reason: describeFailure(error).sentence }))
      setBusy(false)
    }
  }
  function discard(): void {
    isOver = true
    recording()?.close()
    state.setPanel(undefined)
    queueMicrotask(() => state.box.focus())
  }
  /** Asks once, unless there is nothing to lose. */
  function ask(): void {
    const made = recording()
    if (!made || made.seconds() < WORTH_KEEPING_SECONDS || !isSure()) {
      discard()
      return
    }
    made.pause()
    setSure(false)
  }
  /** Another conversation was opened: it is kept with this one. */
  function keep(made: Recording, file?: File): void {
    void Promise.resolve(file ?? toFile(made))
      .then((whole) => state.attachments.add([whole], { isVoice: true }))
      .finally(made.close)
  }
  onCleanup(() => {
    const made = recording()
    isUnmounted = true
    // Nobody asked for the microphone any more: when a reply can be written again, it stays off.
    if (state.panel() === 'recorder') state.setPanel(undefined)
    // One that is on its way goes on: it is sent, or kept when it can't be.
    if (made && busy() && !isOver) return
    if (!isOver && made && made.seconds() >= WORTH_KEEPING_SECONDS) keep(made)
    else made?.close()
    isOver = true
  })

  return (
    <div
      role="dialog"
      aria-label={t('composing.recorder.label')}
      class={composerFrame('reply', recording() !== undefined)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        if (!busy()) ask()
      }}
    >
      <Switch>
        <Match when={fault()}>{(what) => <Fault fault={what()} onRetry={() => void open()} onClose={discard} />}</Match>
        <Match when={recording()}>
          {(made) => (
            <RecorderBar
              recording={made()}
              busy={busy()}
              isAsking={!isSure()}
              maxBytes={maxBytesOf('audio')}
              playsUpTo={VOICE_PLAYS_UP_TO}
              problem={problem()}
              onAsk={ask}
              onKeep={() => setSure(true)}
              onDiscard={discard}
              onSend={() => void send()}
            />
          )}
        </Match>
        <Match when={true}>
          <p role="status" class="flex min-h-14 items-center gap-3 px-4 text-ink-2">
            <Spinner /> {t('composing.recorder.asking')}
          </p>
        </Match>
      </Switch>
    </div>
  )
}

function Fault(props: { fault: RecorderFault; onRetry: () => void; onClose: () => void }) {
  let close: HTMLButtonElement | undefined
  onMount(() => close?.focus())
  return (
    <div role="alert" class="flex items-start gap-3 px-4 py-3.5">
      <span class="grid size-8 flex-none place-items-center rounded-[9px] bg-surface-3">
        <MicOff aria-hidden="true" />
      </span>
      <div class="min-w-0 flex-1">
        <h3 class="font-semibold text-md">{t(`composing.recorder.${props.fault}`)}</h3>
        <p class="text-ink-2">{t(`composing.recorder.${props.fault}Text`)}</p>
        <div class="mt-2.5 flex gap-2">
          <Show when={props.fault !== 'unsupported'}>
            <Button size="sm" variant="primary" onClick={() => props.onRetry()}>
              {t('ui.tryAgain')}
            </Button>
          </Show>
          <Button size="sm" ref={(element) => (close = element)} onClick={() => props.onClose()}>
            {t('ui.close')}
          </Button>
        </div>
      </div>
    </div>
  )
}
