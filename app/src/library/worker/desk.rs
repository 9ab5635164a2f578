//! The owner's desk: opens the disk, answers requests one after another, and says what changes.

use super::super::columns::{floats, to_buffers};
use super::super::detail::Pyramid;
use super::super::later::Inbox;
use super::super::protocol::{
    Answer, Ask, CandlesHead, Event, Keeping, Kind, Role, RowsHead, SeriesKey, StorageState, Taken,
    Trouble, Want,
};
use super::disk::{Disk, Files, estimate, persisted};
use super::downloads::{Downloads, Note};
use super::files::{self, Blob};
use super::handed::Handed;
use super::markets::Markets;
use super::supply::Supply;
use super::words::{id_of, key_of, of_store, policy_to, row_of};
use super::{Answered, Work, now};
use domain::{Digest, Span, Timeframe, Venue};
use js_sys::{ArrayBuffer, BigInt64Array};
use std::rc::Rc;
use store::{Conflict, Library, Memory, Origin, VfsError, Write};
use venues::{HttpReply, SeriesNo, Ticket};
use wasm_bindgen::prelude::*;

/// The folder of the library.
const FOLDER: &str = "backcast-library";
/// The folder of what the desk writes down for itself.
const SHELF: &str = "backcast-desk";
/// Downloads that are not done.
const NOTES: &str = "downloads";

/// Bars of series that are looked at, kept at most.
const MOST_LOOKED_AT: usize = 6_000_000;

/// Everything the owner works with.
pub struct Desk {
    role: Role,
    keeping: Keeping,
    damage: Vec<String>,
    /// It was opened and not tidied up yet.
    untidy: bool,
    library: Option<Library<Disk>>,
    shelf: Option<Files>,
    downloads: Downloads,
    markets: Markets,
    supply: Supply,
    looked_at: Vec<(SeriesKey, Digest, store::GapPolicy, Rc<Pyramid>)>,
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
            looked_at: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Opens the disk, or says why not; what can't be kept on it is kept in memory, and that is said.
    pub async fn open(&mut self) {
        let disk = match Files::open(FOLDER).await {
            Ok(files) => Disk::Files(files),
            Err(VfsError::Locked) => {
                self.keeping = Keeping::Locked;
                return self.tell_storage().await;
            }
            Err(why) => self.in_memory(&why),
        };
        let on_disk = matches!(disk, Disk::Files(_));
        match Library::open(disk).await {
            Ok((library, opened)) => {
                if on_disk {
                    self.keeping = Keeping::Disk;
                    self.shelf = Files::open(SHELF).await.ok();
                }
                let damaged = opened.damaged.iter();
                self.damage = damaged
                    .map(|damage| format!("{}: {}", damage.file, damage.why))
                    .collect();
                if opened.rebuilt {
                    let said = "the list of series was damaged and was made again from its files";
                    self.damage.push(said.to_owned());
                }
                self.library = Some(library);
            }
            Err(store::Error::Disk {
                cause: VfsError::Locked,
                ..
            }) => self.keeping = Keeping::Locked,
            Err(error) => self.keeping = Keeping::Broken(error.to_string()),
        }
        self.restore().await;
        self.untidy = true;
        if !self.damage.is_empty() {
            self.tidy().await;
        }
    }

    /// What opening leaves for later, when somebody has the first answer: the disk tidied up, and everybody told.
    pub async fn tidy(&mut self) {
        if !std::mem::take(&mut self.untidy) {
            return;
        }
        if let Some(library) = &mut self.library {
            // What can't be tidied up today can be tomorrow: nothing refers to it.
            let _ = library.settle(now()).await;
        }
        self.tell_storage().await;
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
    pub async fn heard(
        &mut self,
        venue: Venue,
        series: SeriesNo,
        ticket: Ticket,
        reply: Result<HttpReply, String>,
    ) {
        if let Some(library) = &mut self.library {
            let whose = (venue, series, ticket);
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
            Ask::Storage | Ask::Intake(_) => Err(refused("this is not asked of the disk")),
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
                let wants = updates(library, &keys);
                let started = self.downloads.start(&wants, library).await?;
                said(Answer::Count(started))
            }
            Ask::Pause(key) => known(self.downloads.pause(key, library).await, key),
            Ask::Resume(key) => known(self.downloads.resume(key, library).await, key),
            Ask::Cancel(key) => known(self.downloads.cancel(key), key),
            Ask::Keep(taken) => self.keep(&taken, parts).await,
            Ask::Policy(key, policy) => {
                let policy = policy_to(policy);
                let set = library.set_gap_policy(id_of(key), policy, now()).await;
                self.done(set, &[key])
            }
            Ask::Rename(from, to) => {
                let renamed = library.rename(id_of(from), id_of(to), now()).await;
                self.done(renamed, &[from, to])
            }
            Ask::Delete(keys) => {
                for key in &keys {
                    self.downloads.cancel(*key);
                    let deleted = library.delete(id_of(*key), now()).await;
                    deleted.map_err(|error| of_store(&error))?;
                }
                self.done(Ok(()), &keys)
            }
            Ask::Resample(key, to) => self.resample(key, to).await,
            Ask::Export(key, kind) => {
                let rest = library.load_rest(id_of(key), None).await;
                let bars = rest.map_err(|error| of_store(&error))?.bars;
                files::export(key, kind, &bars)
            }
            Ask::ExportAll => {
                let mut blob = Blob::default();
                let written = library.export(&mut blob).await;
                written.map_err(|error| of_store(&error))?;
                let noted = library.exported(now()).await;
                noted.map_err(|error| of_store(&error))?;
                Ok((
                    files::whole_library(now()),
                    vec![blob.done("application/zip")?],
                ))
            }
            Ask::ImportAll => {
                let part = parts.first().ok_or_else(|| refused("no file came"))?;
                let archive = files::BlobArchive(part.clone());
                let imported = library.import(archive, now(), Conflict::Refuse).await;
                let imported = imported.map_err(|error| of_store(&error))?;
                let changed: Vec<SeriesKey> = imported
                    .new
                    .iter()
                    .chain(&imported.grown)
                    .map(|id| key_of(*id))
                    .collect();
                let count = changed.len() as u32;
                self.changed(&changed);
                said(Answer::Count(count))
            }
            Ask::Verify => {
                let damage = library.verify(None).await;
                let damage = damage.map_err(|error| of_store(&error))?;
                let sentence = |one: &store::Damage| format!("{}: {}", one.file, one.why);
                said(Answer::Damage(damage.iter().map(sentence).collect()))
            }
            Ask::Rows { key, from, count } => self.rows(key, from, count).await,
            Ask::Candles { key, span, most } => self.candles(key, span, most).await,
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

    async fn keep(&mut self, taken: &Taken, parts: &[JsValue]) -> Answered {
        let closed = self.closed();
        let buffers: Vec<ArrayBuffer> = parts
            .iter()
            .filter_map(|part| part.dyn_ref::<ArrayBuffer>().cloned())
            .collect();
        let bars = Handed::new(taken.key.timeframe, &buffers).map_err(refused)?;
        let library = self.library.as_mut().ok_or(closed)?;
        let how = Write {
            duplicates: taken.duplicates,
            ..Write::file(now(), &taken.source)
        };
        let id = id_of(taken.key);
        let kept = if taken.replace {
            library.replace(id, &bars, how).await
        } else {
            library.append(id, &bars, how).await
        };
        let kept = kept.map_err(|error| of_store(&error))?;
        self.changed(&[taken.key]);
        Ok((
            Answer::Kept(taken.key, kept.added + kept.differed),
            Vec::new(),
        ))
    }

    async fn resample(&mut self, key: SeriesKey, to: Timeframe) -> Answered {
        let closed = self.closed();
        let library = self.library.as_mut().ok_or(closed)?;
        let loaded = library.load(id_of(key), None).await;
        let bars = loaded.map_err(|error| of_store(&error))?.bars;
        let longer = bars
            .resample(to)
            .map_err(|error| refused(error.to_string()))?;
        let made = SeriesKey {
            timeframe: to,
            ..key
        };
        let how = Write {
            source: Origin::Resampled(key.timeframe),
            conflict: Conflict::TakeIncoming,
            ..Write::download(now())
        };
        let kept = library.append(id_of(made), &longer, how).await;
        let kept = kept.map_err(|error| of_store(&error))?;
        self.changed(&[made]);
        Ok((Answer::Kept(made, kept.added + kept.differed), Vec::new()))
    }

    async fn rows(&mut self, key: SeriesKey, from: u64, count: u32) -> Answered {
        let pyramid = self.look_at(key).await?;
        let bars = pyramid.bars();
        let first = usize::try_from(from).unwrap_or(usize::MAX).min(bars.len());
        let part = bars.slice(first..first.saturating_add(count as usize));
        let head = RowsHead {
            from: first as u64,
            count: part.len() as u32,
            of: bars.len() as u64,
        };
        let buffers = to_buffers(&part).map(JsValue::from);
        Ok((Answer::Rows(head), buffers.into()))
    }

    async fn candles(&mut self, key: SeriesKey, span: Option<Span>, most: u32) -> Answered {
        let pyramid = self.look_at(key).await?;
        let window = pyramid.window(span, most as usize);
        let whole = pyramid.bars().span();
        let head = CandlesHead {
            count: window.candles.len() as u32,
            per_candle: window.per_candle as u32,
            rows: (window.rows.start as u64, window.rows.end as u64),
            of: pyramid.bars().len() as u64,
            span: whole.ok_or_else(|| refused(format!("{key} has no bars")))?,
        };
        let candles = &window.candles;
        let time = BigInt64Array::from(candles.time.as_slice()).buffer();
        let prices = [
            &candles.open,
            &candles.high,
            &candles.low,
            &candles.close,
            &candles.volume,
        ];
        let mut buffers = vec![JsValue::from(time)];
        buffers.extend(prices.map(|column| JsValue::from(floats(column))));
        Ok((Answer::Candles(head), buffers))
    }

    /// The series with its levels of detail: made once, then every window is a matter of a moment.
    async fn look_at(&mut self, key: SeriesKey) -> Result<Rc<Pyramid>, Trouble> {
        let closed = self.closed();
        let library = self.library.as_ref().ok_or(closed)?;
        let id = id_of(key);
        let entry = library.entry(id);
        let entry = entry.ok_or_else(|| of_store(&store::Error::Unknown(id)))?;
        let (hash, policy) = (entry.hash, entry.gap_policy);
        let known = |(known, content, how, _): &&(SeriesKey, Digest, _, _)| {
            (*known, *content, *how) == (key, hash, policy)
        };
        if let Some((.., pyramid)) = self.looked_at.iter().find(known) {
            return Ok(Rc::clone(pyramid));
        }
        self.looked_at.retain(|(known, ..)| *known != key);
        let rest = library.load_rest(id, None).await;
        let pyramid = Rc::new(Pyramid::of(rest.map_err(|error| of_store(&error))?.bars));
        let mut bars = pyramid.bars().len();
        // The newest first; what doesn't fit goes.
        self.looked_at.retain(|(.., kept)| {
            bars += kept.bars().len();
            bars <= MOST_LOOKED_AT
        });
        self.looked_at
            .insert(0, (key, hash, policy, Rc::clone(&pyramid)));
        Ok(pyramid)
    }

    fn done(&mut self, result: Result<(), store::Error>, keys: &[SeriesKey]) -> Answered {
        result.map_err(|error| of_store(&error))?;
        self.changed(keys);
        Ok((Answer::Done, Vec::new()))
    }

    fn changed(&mut self, keys: &[SeriesKey]) {
        self.events.push(Event::Changed(keys.to_vec()));
    }

    fn in_memory(&mut self, why: &VfsError) -> Disk {
        self.keeping = Keeping::Memory(why.to_string());
        Disk::Memory(Memory::new())
    }

    fn closed(&self) -> Trouble {
        let said = match &self.keeping {
            Keeping::Locked => "the library is open in another tab or program".to_owned(),
            Keeping::Broken(why) => format!("the library can't be opened: {why}"),
            _ => "the library is not open".to_owned(),
        };
        Trouble::new(Kind::Storage, said)
    }

    async fn state(&self) -> StorageState {
        let (used, quota) = estimate().await.unwrap_or_default();
        StorageState {
            keeping: self.keeping.clone(),
            role: self.role,
            persisted: persisted().await,
            used,
            quota,
            generation: self.library.as_ref().map_or(0, Library::generation),
            damage: self.damage.clone(),
        }
    }

    async fn tell_storage(&mut self) {
        let state = self.state().await;
        self.events.push(Event::Storage(state));
    }

    async fn restore(&mut self) {
        let (Some(shelf), Some(library)) = (&self.shelf, &self.library) else {
            return;
        };
        let Some(bytes) = shelf.get(NOTES).await else {
            return;
        };
        // A note that was torn is a download to start again, nothing more.
        if let Ok(notes) = postcard::from_bytes::<Vec<Note>>(&bytes) {
            self.downloads.restore(notes, library).await;
        }
    }

    async fn write_down(&mut self) {
        let Some(notes) = self.downloads.take_notes() else {
            return;
        };
        if let (Some(shelf), Ok(bytes)) = (&self.shelf, postcard::to_allocvec(&notes)) {
            // Without it a reload forgets the download, not the bars.
            let _ = shelf.put(NOTES, &bytes).await;
        }
    }
}

/// What would bring these series up to now; all that an exchange serves when none is named.
fn updates(library: &Library<Disk>, keys: &[SeriesKey]) -> Vec<Want> {
    let served = |key: &SeriesKey| {
        let exchange = venues::find(key.venue);
        exchange.is_some_and(|exchange| exchange.serves(key.timeframe).is_some())
    };
    let named = |key: &SeriesKey| keys.is_empty() || keys.contains(key);
    let known = library.series().map(|entry| key_of(entry.id));
    known
        .filter(|key| named(key) && served(key))
        .map(|key| Want { key, span: None })
        .collect()
}

fn known(there: bool, key: SeriesKey) -> Answered {
    if there {
        return Ok((Answer::Done, Vec::new()));
    }
    let said = format!("{key} is not being downloaded");
    Err(Trouble::new(Kind::NoSuchSeries, said))
}

fn refused(said: impl Into<String>) -> Trouble {
    Trouble::new(Kind::Refused, said)
}
