//! The owner's desk: answers requests one after another, and says what changes.

mod opening;

use super::super::later::Inbox;
use super::super::protocol::{
    Again, Answer, Ask, Event, Flaw, Keeping, Kind, Role, SeriesKey, Trouble,
};
use super::super::queue::Whose;
use super::changes;
use super::disk::{Disk, Files};
use super::downloads::Downloads;
use super::files;
use super::looks::Looks;
use super::markets::Markets;
use super::naming::Naming;
use super::supply::Supply;
use super::words::{id_of, of_store, policy_to, row_of};
use super::{Answered, Work, net, now, repair};
use store::Library;
use venues::HttpReply;
use wasm_bindgen::prelude::*;

/// Everything the owner works with.
pub struct Desk {
    role: Role,
    keeping: Keeping,
    damage: Vec<Flaw>,
    /// It was opened and not tidied up yet.
    untidy: bool,
    library: Option<Library<Disk>>,
    shelf: Option<Files>,
    downloads: Downloads,
    markets: Markets,
    supply: Supply,
    naming: Naming,
    looks: Looks,
    events: Vec<Event>,
}

impl Desk {
    /// A desk whose disk is not open.
    pub fn new(role: Role, inbox: &Inbox<Work>) -> Desk {
        Desk {
            role,
            keeping: Keeping::Opening,
            damage: Vec::new(),
            untidy: false,
            library: None,
            shelf: None,
            downloads: Downloads::new(inbox),
            markets: Markets::default(),
            supply: Supply::default(),
            naming: Naming::default(),
            looks: Looks::default(),
            events: Vec::new(),
        }
    }

    /// Are there series to name while nobody asks? Not while one of them grows: its name would hold for a moment.
    pub fn has_names_to_find(&self) -> bool {
        let has_work = |library| self.naming.has_work(library, &self.supply);
        self.downloads.rest() && self.library.as_ref().is_some_and(has_work)
    }

    /// Names one series; `false` when there is none to name now.
    pub async fn find_a_name(&mut self) -> bool {
        match &self.library {
            Some(library) if self.downloads.rest() => {
                self.naming.step(library, &mut self.supply).await
            }
            _ => false,
        }
    }

    /// What everybody is to hear, once.
    pub fn take_events(&mut self) -> Vec<Event> {
        let changed = self.downloads.take_changed();
        if !changed.is_empty() {
            self.events.push(Event::Changed(changed));
        }
        self.events.extend(self.downloads.take_event());
        std::mem::take(&mut self.events)
    }

    /// A reply for a download.
    pub async fn heard(&mut self, whose: Whose, reply: &Result<HttpReply, String>) {
        if let Some(library) = &mut self.library {
            self.downloads.heard(whose, reply, library).await;
        }
        self.write_down().await;
    }

    /// Time has passed.
    pub async fn tick(&mut self) {
        if let Some(library) = &mut self.library {
            self.downloads.tick(library).await;
        }
        self.write_down().await;
    }

    /// Does what is asked.
    pub async fn serve(&mut self, ask: Ask, parts: &[JsValue]) -> Answered {
        if self.keeping == Keeping::Locked {
            self.open().await;
        }
        if ask == Ask::Storage {
            let state = self.state().await;
            self.downloads.tell_again();
            return Ok((Answer::Storage(state), Vec::new()));
        }
        if self.library.is_none() {
            return Err(self.closed());
        }
        let answered = self.serve_open(ask, parts).await;
        self.write_down().await;
        answered
    }

    async fn serve_open(&mut self, ask: Ask, parts: &[JsValue]) -> Answered {
        let closed = self.closed();
        let Some(library) = &mut self.library else {
            return Err(closed);
        };
        let said = |answer| Ok((answer, Vec::new()));
        match ask {
            Ask::Storage | Ask::Intake(_) => Err(Trouble::from(Kind::Refused)),
            Ask::Series => said(Answer::Series(library.series().map(row_of).collect())),
            Ask::Markets(venue, anew) => {
                let shelf = self.shelf.as_ref();
                let markets = self.markets.of(venue, anew, shelf).await?;
                said(Answer::Markets(markets))
            }
            Ask::Estimate(wants) => {
                let estimate = Downloads::estimate(&wants, library).await?;
                said(Answer::Estimate(estimate))
            }
            Ask::Fetch(wants) => {
                self.downloads.start(&wants, library).await?;
                said(Answer::Done)
            }
            Ask::Update(keys) => {
                let updated = self.downloads.update(&keys, library).await?;
                said(Answer::Count(updated))
            }
            Ask::Pause(key) => known(self.downloads.pause(key, library).await, key),
            Ask::Resume(key) => known(self.downloads.resume(key, library).await, key),
            Ask::Cancel(key) => known(self.downloads.cancel(key, library).await, key),
            Ask::Keep(taken) => {
                let kept = changes::keep(library, &taken, parts).await?;
                self.changed(&[taken.key]);
                said(kept)
            }
            Ask::Policy(key, policy) => {
                let policy = policy_to(policy);
                let set = library.set_gap_policy(id_of(key), policy, now()).await;
                self.done(set, &[key])
            }
            Ask::Hours(key, calendar) => {
                let set = library.set_calendar(id_of(key), calendar).await;
                self.done(set, &[key])
            }
            Ask::Rename(from, to) => {
                let renamed = library.rename(id_of(from), id_of(to), now()).await;
                self.done(renamed, &[from, to])
            }
            Ask::Delete(keys) => {
                for key in &keys {
                    self.downloads.forget(*key);
                    let deleted = library.delete(id_of(*key), now()).await;
                    deleted.map_err(|error| of_store(&error))?;
                }
                self.done(Ok(()), &keys)
            }
            Ask::Resample(key, to) => {
                let kept = changes::resample(library, key, to).await?;
                self.changed(&[SeriesKey {
                    timeframe: to,
                    ..key
                }]);
                said(kept)
            }
            Ask::Export(key, kind) => {
                // What is damaged must not make a file silently short.
                let whole = library.load(id_of(key), None).await;
                let bars = whole.map_err(|error| of_store(&error))?.bars;
                let entry = library.entry(id_of(key));
                files::export(key, entry.map(|entry| entry.calendar), kind, &bars)
            }
            Ask::ExportAll => changes::export_all(library).await,
            Ask::ImportAll => {
                let changed = changes::import_all(library, parts).await?;
                self.changed(&changed);
                said(Answer::Count(changed.len() as u32))
            }
            Ask::Verify => {
                let damaged = repair::damaged(library).await?;
                said(Answer::Damage(damaged))
            }
            Ask::Repair => self.repair().await,
            Ask::LetGo => self.let_go().await,
            Ask::Offers(venue) => said(Answer::Offers(repair::offers(venue))),
            Ask::Keys(venue, keys) => {
                net::ask_with(venue, keys);
                said(Answer::Done)
            }
            Ask::Rows { key, from, count } => self.looks.rows(library, key, (from, count)).await,
            Ask::Candles { key, span, most } => {
                self.looks.candles(library, key, (span, most)).await
            }
            Ask::Coverage(choice) => {
                let covered = self.supply.coverage(library, &choice).await?;
                said(Answer::Coverage(covered))
            }
            Ask::Bars(choice) => {
                let (heads, buffers) = self.supply.bars(library, &choice).await?;
                Ok((Answer::Bars(heads), buffers))
            }
        }
    }

    async fn repair(&mut self) -> Answered {
        let closed = self.closed();
        let library = self.library.as_mut().ok_or(closed)?;
        let mut damaged = repair::damaged(library).await?;
        let holes = repair::holes(&damaged).await?;
        let keys: Vec<SeriesKey> = holes.keys().copied().collect();
        for (key, spans) in holes {
            self.downloads.refill(key, spans);
        }
        for key in keys {
            self.downloads.resume(key, library).await;
        }
        damaged.retain(|one| one.again == Again::Exchange);
        Ok((Answer::Damage(damaged), Vec::new()))
    }

    async fn let_go(&mut self) -> Answered {
        let closed = self.closed();
        let library = self.library.as_mut().ok_or(closed)?;
        let damaged = repair::damaged(library).await?;
        repair::let_go(library, &damaged, now()).await?;
        let hit: Vec<SeriesKey> = damaged.iter().filter_map(|one| Some(one.bars?.0)).collect();
        self.changed(&hit);
        Ok((Answer::Damage(damaged), Vec::new()))
    }

    fn done(&mut self, result: Result<(), store::Error>, keys: &[SeriesKey]) -> Answered {
        result.map_err(|error| of_store(&error))?;
        self.changed(keys);
        Ok((Answer::Done, Vec::new()))
    }

    fn changed(&mut self, keys: &[SeriesKey]) {
        self.events.push(Event::Changed(keys.to_vec()));
    }
}

fn known(there: bool, key: SeriesKey) -> Answered {
    if there {
        return Ok((Answer::Done, Vec::new()));
    }
    Err(Kind::NotDownloading(key).into())
}
