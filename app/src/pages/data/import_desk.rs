//! The files that are being brought in: read one after another in a worker that is thrown away, judged, and taken in.

use super::shelf::Shelf;
use super::text::{called, count, hours};
use super::words::{filled, words};
use crate::library::intake::{Intake, Kept, Opened};
use crate::library::protocol::{Kind, Trouble};
use intake::{Findings, Found, Options, Preview, Repair};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// A file on its way in.
#[derive(Clone)]
pub struct Item {
    file: File,
    /// Which one of the files inside it.
    entry: Option<String>,
}

impl Item {
    /// What it is called; with the file it lies in.
    pub fn name(&self) -> String {
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
    /// All files, of which one is on the table.
    pub files: RwSignal<Vec<Item>, LocalStorage>,
    /// Which of them that is.
    pub at: RwSignal<usize>,
    intake: StoredValue<Option<Rc<Intake>>, LocalStorage>,
    /// Answers to earlier questions are not heard.
    turn: StoredValue<u32>,
    /// The files inside the file on the table, of which some have to be chosen.
    pub inside: RwSignal<Vec<String>>,
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
    pub trouble: RwSignal<Option<Trouble>>,
    /// Is something being read?
    pub busy: RwSignal<bool>,
    /// Was it asked for while it was read another way? A click on the button comes right behind what leaving a field changes.
    wanted: StoredValue<bool>,
    /// What became of the files before.
    pub results: RwSignal<Vec<String>>,
    shelf: Shelf,
}

impl Desk {
    /// Nothing on it.
    pub fn new(shelf: Shelf) -> Desk {
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
            wanted: StoredValue::new(false),
            results: RwSignal::new(Vec::new()),
            shelf,
        }
    }

    /// Puts files on it.
    pub fn take(self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        self.results.set(Vec::new());
        let item = |file| Item { file, entry: None };
        self.files.set(files.into_iter().map(item).collect());
        self.look_at(0);
    }

    /// Puts files from inside the one on the table in its place.
    pub fn unfold(self, entries: Vec<String>) {
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

    /// The file on the table.
    pub fn file(self) -> Option<Item> {
        let at = self.at.get();
        self.files.with(|files| files.get(at).cloned())
    }

    /// Goes to the next one.
    pub fn next(self) {
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
        self.wanted.set_value(false);
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
                    let news = self
                        .findings
                        .with_untracked(|before| says_more(before, &findings));
                    // What a reader has ticked stays while it answers the same findings.
                    if news {
                        self.repairs.set(findings.suggested());
                    }
                    self.findings.set(Some(findings));
                    self.busy.set(false);
                    // Who has just been told something else decides again.
                    if self.wanted.get_value() && !news {
                        self.keep();
                    }
                }
                Err(why) => self.failed(why),
            }
        });
    }

    fn failed(self, why: Trouble) {
        self.trouble.set(Some(why));
        self.busy.set(false);
    }

    /// Takes the one on the table in; while it is being read another way, once that is done.
    pub fn keep(self) {
        if self.busy.get_untracked() {
            return self.wanted.set_value(true);
        }
        let Some(intake) = self.intake.get_value() else {
            return;
        };
        let (options, repairs) = (self.options.get_untracked(), self.repairs.get_untracked());
        let replace = self.replace.get_untracked();
        let before = self.shelf.series.get_untracked();
        self.turn.update_value(|turn| *turn += 1);
        let own = self.turn.get_value();
        self.busy.set(true);
        spawn_local(async move {
            let kept = intake.keep(options, repairs, replace).await;
            if self.turn.try_get_value() != Some(own) {
                return;
            }
            self.busy.set(false);
            self.wanted.set_value(false);
            match kept {
                Ok(Kept::In(key, new, taken)) => {
                    let w = untrack(words);
                    let name = called(key);
                    let was = before.iter().flatten().find(|row| row.key == key);
                    let other =
                        was.and_then(|was| taken.calendar.filter(|now| *now != was.calendar));
                    let said = match (new, other) {
                        (0, Some(now)) => {
                            filled(w.imported_hours, &[&name, untrack(|| hours(now))])
                        }
                        (0, None) => filled(w.imported_nothing, &[&name]),
                        (new, _) => filled(w.imported, &[&name, &count(new)]),
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

/// Is there a kind of finding that wasn't there before, or were there none yet?
fn says_more(before: &Option<Findings>, now: &Findings) -> bool {
    let Some(before) = before else { return true };
    let known = |found: &Found| before.kinds.iter().any(|one| one.kind == found.kind);
    !now.kinds.iter().all(known)
}
