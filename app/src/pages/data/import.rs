//! Bringing files in: chosen or dropped, looked at one after another in a worker that is thrown away, and taken in when
//! the reader agrees with what is said about each.

use super::address::use_address;
use super::import_form::Form;
use super::inside::Inside;
use super::picked::{dropped, picked};
use super::repairs::Verdict;
use super::shelf::{Shelf, use_shelf};
use super::text::count;
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use crate::library::intake::{Intake, Kept, Opened};
use crate::library::protocol::{Kind, Trouble};
use intake::{Findings, Options, Preview, Repair};
use leptos::ev::DragEvent;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};

/// A file on its way in.
#[derive(Clone)]
struct Item {
    file: File,
    /// Which one of the files inside it.
    entry: Option<String>,
}

impl Item {
    fn name(&self) -> String {
        let name = self.file.name();
        match &self.entry {
            Some(entry) => format!("{name} › {entry}"),
            None => name,
        }
    }
}

/// The files on their way in, and what is known about the one on the table.
#[derive(Clone, Copy)]
pub struct Desk {
    /// All files, and which one is on the table.
    files: RwSignal<Vec<Item>, LocalStorage>,
    at: RwSignal<usize>,
    intake: StoredValue<Option<Rc<Intake>>, LocalStorage>,
    /// Answers to earlier questions are not heard.
    turn: StoredValue<u32>,
    /// The files inside the file on the table, of which some have to be chosen.
    inside: RwSignal<Vec<String>>,
    /// What is in the file.
    pub preview: RwSignal<Option<Preview>, LocalStorage>,
    /// How it is read.
    pub options: RwSignal<Options, LocalStorage>,
    /// What is wrong with it.
    pub findings: RwSignal<Option<Findings>, LocalStorage>,
    /// The repairs asked for.
    pub repairs: RwSignal<Vec<Repair>, LocalStorage>,
    /// Take the place of a series of that name?
    pub replace: RwSignal<bool>,
    /// Why it can't be read.
    trouble: RwSignal<Option<Trouble>>,
    busy: RwSignal<bool>,
    /// What became of the files before.
    results: RwSignal<Vec<String>>,
    shelf: Shelf,
}

impl Desk {
    fn new(shelf: Shelf) -> Desk {
        Desk {
            files: RwSignal::new_local(Vec::new()),
            at: RwSignal::new(0),
            intake: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            inside: RwSignal::new(Vec::new()),
            preview: RwSignal::new_local(None),
            options: RwSignal::new_local(Options::default()),
            findings: RwSignal::new_local(None),
            repairs: RwSignal::new_local(Vec::new()),
            replace: RwSignal::new(false),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            results: RwSignal::new(Vec::new()),
            shelf,
        }
    }

    fn take(self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        self.results.set(Vec::new());
        let item = |file| Item { file, entry: None };
        self.files.set(files.into_iter().map(item).collect());
        self.look_at(0);
    }

    /// Puts files from inside the one on the table in its place.
    fn unfold(self, entries: Vec<String>) {
        let at = self.at.get_untracked();
        self.files.update(|files| {
            let Some(file) = files.get(at).map(|item| item.file.clone()) else {
                return;
            };
            let items = entries.into_iter().map(|entry| Item {
                file: file.clone(),
                entry: Some(entry),
            });
            files.splice(at..=at, items);
        });
        self.look_at(at);
    }

    fn file(self) -> Option<Item> {
        let at = self.at.get();
        self.files.with(|files| files.get(at).cloned())
    }

    fn next(self) {
        self.look_at(self.at.get_untracked() + 1);
    }

    fn look_at(self, place: usize) {
        self.at.set(place);
        self.intake.set_value(None);
        self.preview.set(None);
        self.findings.set(None);
        self.trouble.set(None);
        self.inside.set(Vec::new());
        self.replace.set(false);
        let Some(Item { file, entry }) = untrack(|| self.file()) else {
            self.files.set(Vec::new());
            return;
        };
        let intake = Rc::new(Intake::default());
        self.intake.set_value(Some(Rc::clone(&intake)));
        let options = Options {
            entry,
            ..Options::default()
        };
        self.work(async move { intake.open(&file.name(), file.into(), options).await });
    }

    /// Reads the file another way.
    pub fn read(self, change: impl FnOnce(&mut Options)) {
        let Some(intake) = self.intake.get_value() else {
            return;
        };
        let mut options = self.options.get_untracked();
        change(&mut options);
        self.options.set(options.clone());
        self.work(async move { intake.again(options).await });
    }

    fn work(self, look: impl Future<Output = Result<Opened, Trouble>> + 'static) {
        self.turn.update_value(|turn| *turn += 1);
        let own = self.turn.get_value();
        let current = move || self.turn.try_get_value() == Some(own);
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let looked = look.await;
            if !current() {
                return;
            }
            let preview = match looked {
                Ok(Opened::Draft(preview)) => preview,
                Ok(Opened::Several(names)) => {
                    self.inside.set(names);
                    return self.busy.set(false);
                }
                Err(why) => return self.failed(why),
            };
            let options = preview.taken.clone();
            self.options.set(options.clone());
            self.preview.set(Some(preview));
            let Some(intake) = self.intake.get_value() else {
                return;
            };
            let findings = intake.inspect(options).await;
            if !current() {
                return;
            }
            match findings {
                Ok(findings) => {
                    self.repairs.set(findings.suggested());
                    self.findings.set(Some(findings));
                    self.busy.set(false);
                }
                Err(why) => self.failed(why),
            }
        });
    }

    fn failed(self, why: Trouble) {
        self.trouble.set(Some(why));
        self.busy.set(false);
    }

    fn keep(self) {
        let Some(intake) = self.intake.get_value() else {
            return;
        };
        let (options, repairs) = (self.options.get_untracked(), self.repairs.get_untracked());
        let replace = self.replace.get_untracked();
        self.turn.update_value(|turn| *turn += 1);
        let own = self.turn.get_value();
        self.busy.set(true);
        spawn_local(async move {
            let kept = intake.keep(options, repairs, replace).await;
            if self.turn.try_get_value() != Some(own) {
                return;
            }
            self.busy.set(false);
            match kept {
                Ok(Kept::In(key, new, _)) => {
                    let w = untrack(words);
                    let said = match new {
                        0 => filled(w.imported_nothing, &[&key.to_string()]),
                        new => filled(w.imported, &[&key.to_string(), &count(new)]),
                    };
                    self.results.update(|results| results.push(said));
                    self.shelf.refresh();
                    self.next();
                }
                Ok(Kept::Unfit(unfit)) => {
                    self.findings.set(Some(unfit.findings));
                    self.trouble.set(Some(Kind::Unfit.into()));
                }
                Err(why) => self.failed(why),
            }
        });
    }
}

/// The panel.
#[component]
pub fn Import() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let desk = Desk::new(shelf);
    let open = Memo::new(move |_| desk.files.with(|files| !files.is_empty()));
    view! {
        <section class="panel data-import" aria-labelledby="import-title" data-test="import-panel">
            <div class="panel-head">
                <h2 class="panel-title" id="import-title">{word(|| words().import_files)}</h2>
                <button class="button small" type="button" on:click=move |_| address.panel.set("")>
                    {word(|| words().close)}
                </button>
            </div>
            <div class="data-form">
                <DropZone desk />
                <ul class="import-results" role="status" data-test="import-results">
                    {move || desk.results.get().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
                </ul>
                <Show when=move || open.get()>
                    <Current desk />
                </Show>
            </div>
        </section>
    }
}

#[component]
fn DropZone(desk: Desk) -> impl IntoView {
    let over = RwSignal::new(false);
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        spawn_local(async move { desk.take(dropped(&event).await) });
    };
    let choose = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().map(|files| picked(&files));
        input.set_value("");
        desk.take(files.unwrap_or_default());
    };
    view! {
        <div
            class="drop"
            class:over=over
            data-test="drop"
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <p>{word(|| words().drop_here)}</p>
            <p class="drop-buttons">
                <label class="button file-button">
                    {word(|| words().choose_files)}
                    <input class="visually-hidden" type="file" multiple=true data-test="files" on:change=choose />
                </label>
                <label class="button file-button">
                    {word(|| words().choose_folder)}
                    <input class="visually-hidden" type="file" multiple=true prop:webkitdirectory=true data-test="folder" on:change=choose />
                </label>
            </p>
            <p class="field-help">{word(|| words().import_about)}</p>
        </div>
    }
}

/// The file on the table.
#[component]
fn Current(desk: Desk) -> impl IntoView {
    let name = move || desk.file().map(|item| item.name()).unwrap_or_default();
    let inside = move || {
        let inside = desk.inside.get();
        (!inside.is_empty()).then(|| {
            let on_choose = move |entries| desk.unfold(entries);
            view! { <Inside name=untrack(name) inside on_choose /> }
        })
    };
    let place = move || {
        let (at, of) = (desk.at.get() + 1, desk.files.with(Vec::len));
        filled(words().file_of, &[&at.to_string(), &of.to_string()])
    };
    let rows = move || {
        desk.preview.with(|preview| {
            preview
                .as_ref()
                .map(|preview| filled(words().rows_in_file, &[&count(u64::from(preview.rows))]))
        })
    };
    let state = move || {
        let w = words();
        match (desk.busy.get(), desk.preview.with(Option::is_some)) {
            (true, false) => filled(w.reading, &[&name()]),
            (true, true) => w.check_file.to_owned(),
            _ => String::new(),
        }
    };
    let unready = move || desk.busy.get() || desk.findings.with(Option::is_none);
    let known = Memo::new(move |_| desk.preview.with(Option::is_some));
    view! {
        <div class="import-file" data-test="import-file" data-busy=move || desk.busy.get().to_string()>
            <div class="import-head">
                <h3>{name}</h3>
                <span class="muted">{place}</span>
                <span class="muted" data-test="import-rows">{rows}</span>
                <button class="button small" type="button" data-test="skip-file" on:click=move |_| desk.next()>
                    {word(|| words().skip_file)}
                </button>
            </div>
            <p class="field-help" role="status">{state}</p>
            {move || desk.trouble.get().map(|trouble| view! {
                <div class="notice error" role="alert" data-test="import-trouble">
                    {why(trouble)}
                </div>
            })}
            {inside}
            <Show when=move || known.get()>
                <Form desk />
                <Verdict desk />
                <div class="data-start">
                    <label class="check">
                        <input
                            class="switch"
                            type="checkbox"
                            data-test="replace"
                            prop:checked=desk.replace
                            on:change=move |event| desk.replace.set(event_target_checked(&event))
                        />
                        {word(|| words().replace_series)}
                    </label>
                    <button
                        class="button primary"
                        type="button"
                        data-test="take-in"
                        disabled=unready
                        on:click=move |_| desk.keep()
                    >
                        {word(|| words().take_in)}
                    </button>
                </div>
            </Show>
        </div>
    }
}
