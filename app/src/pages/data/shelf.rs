//! What the page knows of the library; it outlives the page, so that a download is still on show when one comes back.

use super::words::{filled, words};
use crate::components::download::save_url;
use crate::library::client::{Listening, library};
use crate::library::line::Heard;
use crate::library::protocol::{
    Answer, Ask, Download, Event, Keeping, Kind, SeriesKey, SeriesRow, StorageState, Trouble,
};
use crate::settings;
use leptos::prelude::*;
use std::cell::OnceCell;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Url};

/// What is known.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// How things are kept.
    pub storage: RwSignal<StorageState>,
    /// All series; `None` before the first answer.
    pub series: RwSignal<Option<Vec<SeriesRow>>>,
    /// All downloads.
    pub downloads: RwSignal<Vec<Download>>,
    /// The last thing that went wrong, until somebody has read it.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The last thing that went well.
    pub said: RwSignal<String>,
    /// Minutes between updates while the page is open; 0 is never.
    pub every: RwSignal<u32>,
    /// Now, as of the last look at a clock.
    pub now: RwSignal<f64>,
    /// Has the reader given keys of their own? The keys are with the worker.
    pub keyed: RwSignal<bool>,
}

/// Minutes between updates that can be chosen.
pub const EVERY_MINUTES: [u32; 3] = [0, 5, 60];
/// Where the choice is remembered on this device.
const EVERY: &str = "update_every";

/// How often ages are counted again.
const AGEING: Duration = Duration::from_secs(15);

struct Kept {
    shelf: Shelf,
    _owner: Owner,
    _listening: Listening,
}

/// The one shelf; made with the first look at it.
pub fn use_shelf() -> Shelf {
    thread_local!(static KEPT: OnceCell<Kept> = const { OnceCell::new() });
    KEPT.with(|kept| kept.get_or_init(open).shelf)
}

fn open() -> Kept {
    // Of nobody's page: it stays when the page goes. A new root makes itself the present owner, which it is not.
    let before = Owner::current();
    let owner = Owner::new_root(None);
    let shelf = owner.with(|| Shelf {
        storage: RwSignal::new(StorageState::opening()),
        series: RwSignal::new(None),
        downloads: RwSignal::new(Vec::new()),
        trouble: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        every: RwSignal::new(minutes(&settings::stored(EVERY).unwrap_or_default()).unwrap_or(0)),
        now: RwSignal::new(js_sys::Date::now()),
        keyed: RwSignal::new(false),
    });
    let listening = library().listen(move |event| match event {
        Event::Storage(state) => shelf.storage.set(state.clone()),
        Event::Downloads(downloads) => shelf.downloads.set(downloads.clone()),
        Event::Changed(_) => shelf.refresh(),
    });
    let tick = move || {
        let before = shelf.now.get_untracked();
        let now = js_sys::Date::now();
        shelf.now.set(now);
        let every = f64::from(shelf.every.get_untracked()) * 60_000.0;
        if every > 0.0 && (before / every).floor() < (now / every).floor() {
            shelf.update(Vec::new());
        }
    };
    // A browser without timers has no ages.
    let _ = set_interval_with_handle(tick, AGEING);
    shelf.refresh();
    if let Some(before) = before {
        before.set();
    }
    Kept {
        shelf,
        _owner: owner,
        _listening: listening,
    }
}

/// Minutes between updates as they are written in an address and remembered; only those that can be chosen.
pub fn minutes(text: &str) -> Option<u32> {
    let minutes = text.parse().ok()?;
    EVERY_MINUTES.contains(&minutes).then_some(minutes)
}

impl Shelf {
    /// Updates so often from now on, and the next time the page is opened.
    pub fn update_every(self, minutes: u32) {
        self.every.set(minutes);
        settings::store(EVERY, &minutes.to_string());
    }

    /// Asks how things stand.
    pub fn refresh(self) {
        spawn_local(async move {
            match library().storage().await {
                Ok(state) => self.storage.set(state),
                Err(trouble) => return self.trouble.set(Some(trouble)),
            }
            match library().series().await {
                Ok(series) => self.series.set(Some(series)),
                // What can't be read says so in the state of the storage.
                Err(trouble) if self.readable() => self.trouble.set(Some(trouble)),
                Err(_) => {}
            }
        });
    }

    /// Asks for something and goes on with the answer; trouble is shown.
    pub fn act(self, ask: Ask, then: impl FnOnce(Heard) + 'static) {
        self.act_with(ask, Vec::new(), then);
    }

    /// The same about a file.
    pub fn act_with(self, ask: Ask, parts: Vec<JsValue>, then: impl FnOnce(Heard) + 'static) {
        spawn_local(async move {
            match library().ask_with(ask, &parts).await {
                Ok(heard) => then(heard),
                Err(trouble) => self.trouble.set(Some(trouble)),
            }
        });
    }

    /// Brings series up to now; all when none is named.
    pub fn update(self, keys: Vec<SeriesKey>) {
        self.act(Ask::Update(keys), move |heard| {
            let w = untrack(words);
            match heard.answer {
                Answer::Count(0) => self.said.set(w.nothing_to_update.to_owned()),
                Answer::Count(count) => self.said.set(filled(w.updating, &[&count.to_string()])),
                _ => {}
            }
        });
    }

    /// Asks for a file and hands it to the reader.
    pub fn save(self, ask: Ask) {
        self.act(ask, move |heard| {
            if let Answer::File { name, .. } = &heard.answer
                && let Err(error) = save_blob(name, heard.parts.first())
            {
                let said = crate::boot::words_of(&error);
                self.trouble.set(Some(Trouble::new(Kind::NotSaved, said)));
            }
        });
    }

    /// A series of the list.
    pub fn row(self, key: SeriesKey) -> Option<SeriesRow> {
        self.series.with(|series| {
            let mut series = series.iter().flatten();
            series.find(|row| row.key == key).cloned()
        })
    }

    /// Can the library be read at all?
    pub fn readable(self) -> bool {
        self.storage
            .with_untracked(|state| matches!(state.keeping, Keeping::Disk | Keeping::Memory(_)))
    }
}

fn save_blob(name: &str, blob: Option<&JsValue>) -> Result<(), JsValue> {
    let blob: Blob = blob.cloned().unwrap_or_default().dyn_into()?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let saved = save_url(name, &url);
    // Some browsers read the blob only after the click has returned.
    let forget = move || {
        let _ = Url::revoke_object_url(&url);
    };
    set_timeout(forget, Duration::from_secs(60));
    saved
}
