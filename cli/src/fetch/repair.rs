//! `backcast data repair`: the bars of damaged files fetched again; no file goes before its bars have come, unless a person lets it go.

use super::Asking;
use super::ask::Ask;
use super::download::{Part, stop_on_request};
use super::drive::{self, Keep};
use super::error::Error;
use super::http::Http;
use super::progress::now;
use crate::folder::{self, Access, Folder};
use domain::{Bars, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::Ordering;
use store::{Conflict, Damage, Library, Origin, SegmentEntry, SeriesId, Write, ready};
use venues::Exchange;

/// What is to be mended.
pub struct Repair<'a> {
    /// Where the library is.
    pub folder: &'a Path,
    /// One series, or all.
    pub only: Option<SeriesId>,
    /// Take files out of the list whose bars nobody has any more.
    pub drop: bool,
    /// How exchanges are asked.
    pub asking: &'a Asking,
}

/// Mends what can be mended and says what became of each damaged file.
pub fn repair(asked: &Repair<'_>) -> Result<String, Error> {
    let at = asked.folder;
    let (mut library, _) = folder::library(at, Access::Write).map_err(|cause| Error::Folder {
        folder: at.to_owned(),
        cause,
    })?;
    let of = Error::of(at);
    if let Some(id) = asked.only.filter(|id| library.entry(*id).is_none()) {
        return Err(of(store::Error::Unknown(id)));
    }
    let settled = ready(library.settle(now())).ok_or(Error::Waits)?;
    settled.map_err(&of)?;
    let holes = holes(&library, asked)?;
    if holes.is_empty() {
        return Ok("Every hash is right: there is nothing to repair.\n".to_owned());
    }
    let mut text = String::new();
    for damage in holes.values().flat_map(|holes| &holes.damaged) {
        let _ = writeln!(text, "damaged: {}: {}", damage.file, damage.why);
    }
    let mut came = fetched(asked, &holes)?;
    for (id, holes) in &holes {
        let bars = came.remove(id).unwrap_or(Came::Nothing);
        let said = mend(asked, &mut library, *id, holes, bars)?;
        let _ = writeln!(text, "{id}: {said}");
    }
    match verified(&library, asked)?.len() {
        0 => Ok(text + "Every hash is right.\n"),
        left => Err(Error::Unmended { done: text, left }),
    }
}

/// The damaged files of a series, and the stretches they held.
struct Holes {
    damaged: Vec<Damage>,
    files: Vec<SegmentEntry>,
    source: Source,
}

/// Who has the bars of a series.
enum Source {
    Exchange(&'static dyn Exchange),
    /// Nobody who can be asked: what a person can do.
    Person(String),
}

/// What came for a series.
enum Came {
    Nothing,
    Bars(Vec<Bars>),
    Failed(String),
}

fn verified(library: &Library<Folder>, asked: &Repair<'_>) -> Result<Vec<Damage>, Error> {
    let damaged = ready(library.verify(asked.only)).ok_or(Error::Waits)?;
    damaged.map_err(Error::of(asked.folder))
}

fn holes(
    library: &Library<Folder>,
    asked: &Repair<'_>,
) -> Result<BTreeMap<SeriesId, Holes>, Error> {
    let mut found: BTreeMap<SeriesId, Holes> = BTreeMap::new();
    for damage in verified(library, asked)? {
        let Some((id, entry)) = damage.id.and_then(|id| Some((id, library.entry(id)?))) else {
            continue;
        };
        let mut segments = library.segments(id).iter();
        let file = segments.find(|segment| segment.file == damage.file);
        let holes = found.entry(id).or_insert_with(|| Holes {
            damaged: Vec::new(),
            files: Vec::new(),
            source: source(id, &entry.source),
        });
        holes.files.extend(file.cloned());
        holes.damaged.push(damage);
    }
    Ok(found)
}

fn source(id: SeriesId, origin: &Origin) -> Source {
    match origin {
        Origin::File(name) => return Source::Person(format!("import {name} again")),
        Origin::Resampled(from) => {
            return Source::Person(format!("make it again of the {from} bars"));
        }
        Origin::Download | Origin::Library | Origin::Rebuilt => {}
    }
    match venues::find(id.venue).filter(|exchange| exchange.serves(id.timeframe).is_some()) {
        Some(exchange) => Source::Exchange(exchange),
        None => Source::Person("import the file they came from again".to_owned()),
    }
}

/// Bars that wait until all of their series have come.
#[derive(Default)]
struct Basket(BTreeMap<SeriesId, Vec<Bars>>);

impl Keep for Basket {
    fn keep(&mut self, id: SeriesId, bars: Bars) -> Result<(), store::Error> {
        self.0.entry(id).or_default().push(bars);
        Ok(())
    }
}

fn fetched(
    asked: &Repair<'_>,
    holes: &BTreeMap<SeriesId, Holes>,
) -> Result<BTreeMap<SeriesId, Came>, Error> {
    let http = Http::new(asked.asking.base.as_deref());
    let ask = Ask::of_folder(asked.folder, asked.asking)?;
    let stopped = stop_on_request();
    let mut came = BTreeMap::new();
    for exchange in venues::ALL.iter().copied() {
        let venue = exchange.venue();
        let its = holes
            .iter()
            .filter(|(id, holes)| id.venue == venue && matches!(holes.source, Source::Exchange(_)));
        let parts: Vec<Part> = its
            .flat_map(|(id, holes)| holes.files.iter().map(|file| part(*id, file.span)))
            .collect();
        if parts.is_empty() {
            continue;
        }
        let mut basket = Basket::default();
        let failed = drive::one_exchange(&ask, exchange, &http, &mut basket, &parts, &stopped)?;
        if stopped.load(Ordering::Relaxed) {
            return Err(Error::Stopped {
                done: String::new(),
            });
        }
        came.extend(
            basket
                .0
                .into_iter()
                .map(|(id, bars)| (id, Came::Bars(bars))),
        );
        // One stretch that could not be had is enough to leave the series as it is.
        came.extend(failed.into_iter().map(|(id, why)| (id, Came::Failed(why))));
    }
    Ok(came)
}

fn part(id: SeriesId, span: Span) -> Part {
    Part {
        id,
        span,
        stored: None,
        whole: true,
    }
}

/// Puts what came into the place of the damaged files; says what became of the series.
fn mend(
    asked: &Repair<'_>,
    library: &mut Library<Folder>,
    id: SeriesId,
    holes: &Holes,
    came: Came,
) -> Result<String, Error> {
    let lost: u64 = holes.files.iter().map(|file| file.bars).sum();
    let why = match (came, &holes.source) {
        (Came::Bars(bars), _) => {
            let count: u64 = bars.iter().map(|bars| bars.len() as u64).sum();
            put(asked, library, id, bars)?;
            let there: BTreeSet<&str> = library
                .segments(id)
                .iter()
                .map(|segment| segment.file.as_str())
                .collect();
            // A file is named by its content: the same name is the same bars.
            let same = holes
                .files
                .iter()
                .all(|file| there.contains(file.file.as_str()));
            let said = match same {
                true => format!("{count} bars fetched again, each as it was"),
                false => format!(
                    "{count} bars fetched again where {lost} were; the exchange shows them otherwise now"
                ),
            };
            return Ok(said);
        }
        (Came::Failed(why), _) => format!("not fetched: {why}"),
        (Came::Nothing, Source::Exchange(exchange)) => format!(
            "{} has no bars of that time any more",
            exchange.venue().name().en
        ),
        (Came::Nothing, Source::Person(what)) => {
            format!("{lost} bars that no exchange is asked for: {what}")
        }
    };
    if !asked.drop {
        let said = match &holes.source {
            Source::Person(_) => format!("{why}, after --drop has taken the damaged files out"),
            Source::Exchange(_) => format!("{why}; --drop would do without them"),
        };
        return Ok(said);
    }
    put(asked, library, id, Vec::new())?;
    Ok(format!("{why}; the damaged files are out of the list"))
}

/// What came takes the place of the damaged files; they go without anything in their place when nothing came.
fn put(
    asked: &Repair<'_>,
    library: &mut Library<Folder>,
    id: SeriesId,
    new: Vec<Bars>,
) -> Result<(), Error> {
    let of = Error::of(asked.folder);
    let Some((span, source)) = library
        .entry(id)
        .map(|entry| (entry.span, entry.source.clone()))
    else {
        return Err(of(store::Error::Unknown(id)));
    };
    let mut parts = new;
    parts.sort_by_key(|bars| bars.open_time().first().copied());
    let mut bars = Bars::new(id.timeframe);
    for part in &parts {
        let joined = bars.extend(part);
        joined.map_err(|cause| of(store::Error::Bars { id, cause }))?;
    }
    let how = Write {
        now: now(),
        source,
        duplicates: 0,
        calendar: None,
        conflict: Conflict::Refuse,
    };
    let mended = ready(library.mend(id, span, &bars, how)).ok_or(Error::Waits)?;
    mended.map(drop).map_err(of)
}
