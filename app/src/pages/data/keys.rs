//! The reader's own keys of an exchange that answers nobody without one: handed to the library's worker, kept in memory only.

use super::shelf::Shelf;
use super::words::words;
use crate::i18n::{trouble, word};
use crate::library::protocol::{Ask, Kind, OwnKeys, Progress};
use domain::Venue;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// The form. It opens by itself when the exchange asked for a key.
#[component]
pub fn Keys(
    /// Whose keys.
    venue: Venue,
    /// Did the list of markets want a key?
    #[prop(into)]
    wanted: Signal<bool>,
    /// Called when other keys are in use.
    on_change: impl Fn() + Copy + Send + Sync + 'static,
    shelf: Shelf,
) -> impl IntoView {
    let (id, secret) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let bad = RwSignal::new(false);
    let needed = Memo::new(move |_| {
        let refused = shelf.downloads.with(|all| {
            all.iter().any(|one| {
                let needs =
                    matches!(&one.progress, Progress::Failed(why) if matches!(why.kind, Kind::NeedsKey(_)));
                one.key.venue == venue && needs
            })
        });
        wanted.get() || refused
    });
    let hand_over = move |keys: Option<OwnKeys>| {
        let keyed = keys.is_some();
        shelf.act(Ask::Keys(venue, keys), move |_| {
            shelf.keyed.set(keyed);
            on_change();
        });
    };
    let submit = move |event: SubmitEvent| {
        // Never sent by the browser itself: that would put them into the address.
        event.prevent_default();
        let text = |field: NodeRef<Input>| {
            let field = field.get_untracked();
            field.map_or_else(String::new, |field| field.value().trim().to_owned())
        };
        let keys = OwnKeys {
            id: text(id),
            secret: text(secret),
        };
        bad.set(!keys.is_sendable());
        if !bad.get_untracked() {
            for field in [id, secret] {
                if let Some(field) = field.get_untracked() {
                    field.set_value("");
                }
            }
            hand_over(Some(keys));
        }
    };
    let field =
        move |label: fn() -> &'static str, test: &'static str, kind, node: NodeRef<Input>| {
            view! {
                <label class="field">
                    <span class="label">{label}</span>
                    <input
                        class="input"
                        type=kind
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        data-test=test
                        node_ref=node
                        aria-invalid=move || bad.get().to_string()
                    />
                </label>
            }
        };
    view! {
        <details class="data-keys" data-test="own-keys" open=move || needed.get() || shelf.keyed.get()>
            <summary>{word(|| words().own_keys)}</summary>
            <p class="notice" data-test="keys-needed" hidden=move || !needed.get()>
                {move || match shelf.keyed.get() {
                    true => trouble(&Kind::NeedsKey(venue)),
                    false => words().own_keys_needed.to_owned(),
                }}
            </p>
            <p class="field-help">{word(|| words().own_keys_about)}</p>
            <form class="data-find" on:submit=submit>
                {field(|| words().key_id, "key-id", "text", id)}
                {field(|| words().key_secret, "key-secret", "password", secret)}
                <button class="button" type="submit" data-test="use-keys">
                    {word(|| words().use_keys)}
                </button>
            </form>
            <p class="field-help error" role="alert" hidden=move || !bad.get()>{word(|| words().keys_bad)}</p>
            <p role="status" data-test="keys-in-use">
                {move || (shelf.keyed.get() && !needed.get()).then(|| words().keys_in_use)}
            </p>
            <Show when=move || shelf.keyed.get()>
                <button class="button small" type="button" data-test="forget-keys" on:click=move |_| hand_over(None)>
                    {word(|| words().forget_keys)}
                </button>
            </Show>
        </details>
    }
}
