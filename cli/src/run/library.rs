//! Bars of a run from a library in a folder, as `backcast fetch` keeps it; a length it lacks is made of a shorter one it has.

use super::arguments::Arguments;
use super::data::{File, Files, timeframe, venue};
use super::error::{Error, refused, wrong};
use crate::folder::{self, Access, Folder};
use domain::instrument::venue::file;
use domain::{Instrument, RunSpec, Series, Source, Symbol, Timeframe, Venue};
use std::path::Path;
use store::{Library, SeriesEntry, SeriesId, ready};
use venues::Serving;

/// The series the flags or the spec name, out of the library of `--library`.
pub fn files(folder: &str, flags: &Arguments, asked: Option<&RunSpec>) -> Result<Files, Error> {
    let library = open(folder)?;
    let (venue, symbols, watched, length, inside) =
        match asked.map(|spec| (spec, spec.market.source)) {
            Some((spec, Source::Given(venue))) => {
                let market = &spec.market;
                (
                    venue,
                    market.symbols.clone(),
                    market.watched.clone(),
                    market.timeframe,
                    market.inside,
                )
            }
            Some((_, Source::Sample)) => {
                let allowed = "left out, for the spec asks for the sample market";
                return Err(wrong("library", folder, allowed));
            }
            None => {
                let length = flags
                    .timeframe
                    .as_deref()
                    .map_or(Ok(Timeframe::Day1), timeframe)?;
                let inside = flags.inside.as_deref().map(timeframe).transpose()?;
                (
                    chosen_venue(&library, flags)?,
                    codes("symbol", &flags.symbol)?,
                    codes("watch", &flags.watch)?,
                    length,
                    inside,
                )
            }
        };
    if symbols.is_empty() {
        let held = library.series().map(|entry| entry.id.to_string());
        let held: Vec<String> = held.take(8).collect();
        let allowed = format!(
            "beside --symbol, which says whose bars; it holds {}",
            held.join(", ")
        );
        return Err(wrong("library", folder, allowed));
    }
    let mut files = Vec::new();
    for (symbol, traded) in symbols
        .iter()
        .map(|one| (one, true))
        .chain(watched.iter().map(|one| (one, false)))
    {
        let id = SeriesId::new(venue, *symbol, length);
        let inside = match inside {
            Some(inside) => Some(
                series(
                    &library,
                    folder,
                    SeriesId {
                        timeframe: inside,
                        ..id
                    },
                )?
                .1,
            ),
            None => None,
        };
        let (path, series) = series(&library, folder, id)?;
        files.push(File {
            path,
            series,
            traded,
            inside,
            seen: None,
        });
    }
    Ok(Files::of(venue, length, inside, files))
}

fn open(at: &str) -> Result<Library<Folder>, Error> {
    let path = Path::new(at);
    if !path.is_dir() {
        return Err(wrong(
            "library",
            at,
            "a folder that `backcast fetch --out` made",
        ));
    }
    folder::library(path, Access::Read)
        .map(|(library, _)| library)
        .map_err(|error| refused("library", at, error))
}

/// The venue that was said, or the only one there is.
fn chosen_venue(library: &Library<Folder>, flags: &Arguments) -> Result<Venue, Error> {
    if flags.venue.is_some() {
        return venue(flags);
    }
    let mut venues: Vec<Venue> = library.series().map(|entry| entry.id.venue).collect();
    venues.dedup();
    match venues.as_slice() {
        [only] => Ok(*only),
        [] => Err(wrong(
            "library",
            flags.library.as_deref().unwrap_or(""),
            "a library with bars; this one is empty",
        )),
        several => {
            let known: Vec<&str> = several.iter().map(|venue| venue.id()).collect();
            Err(wrong("venue", "", known.join(" or ")))
        }
    }
}

fn codes(flag: &'static str, texts: &[String]) -> Result<Vec<Symbol>, Error> {
    let code = |text: &String| Symbol::parse(text).map_err(|error| refused(flag, text, error));
    texts.iter().map(code).collect()
}

/// A series by its own length, or made of the longest shorter bars that fill it.
fn series(library: &Library<Folder>, at: &str, id: SeriesId) -> Result<(String, Series), Error> {
    let same = |entry: &&SeriesEntry| (entry.id.venue, entry.id.symbol) == (id.venue, id.symbol);
    let lengths: Vec<Timeframe> = library
        .series()
        .filter(same)
        .map(|entry| entry.id.timeframe)
        .collect();
    let serving = Serving::find(&lengths, id.timeframe).ok_or_else(|| {
        let held: Vec<&str> = lengths.iter().map(|length| length.as_str()).collect();
        let there = match held.is_empty() {
            true => "nothing".to_owned(),
            false => format!("only {} bars", held.join(" and ")),
        };
        refused(
            "library",
            at,
            format!(
                "there is {there} of {}/{} to make {} bars of; fetch them first",
                id.venue.id(),
                id.symbol,
                id.timeframe
            ),
        )
    })?;
    let kept = SeriesId {
        timeframe: serving.asked(id.timeframe),
        ..id
    };
    let why = |error: &dyn std::fmt::Display| refused("library", at, error.to_string());
    let loaded =
        ready(library.load(kept, None)).ok_or_else(|| why(&"the folder did not answer"))?;
    let bars = loaded
        .map_err(|error| why(&folder::why(Path::new(at), &error)))?
        .bars;
    let bars = match serving {
        Serving::AsIs => bars,
        Serving::MadeOf(_) => bars.resample(id.timeframe).map_err(|error| why(&error))?,
    };
    let instrument = instrument(library.entry(kept), id).ok_or_else(|| {
        why(&format!(
            "{} has no market of the code {}, it writes them like {}",
            id.venue.name().en,
            id.symbol,
            id.venue.example()
        ))
    })?;
    Ok((format!("{at}/{kept}"), Series::new(instrument, bars)))
}

fn instrument(entry: Option<&SeriesEntry>, id: SeriesId) -> Option<Instrument> {
    match (id.venue, entry) {
        (Venue::File, Some(entry)) => Some(file::instrument(id.symbol, entry.calendar)),
        _ => id.venue.instrument(id.symbol),
    }
}
