//! A library in a folder where `backcast data` takes a file: a series by its place, `bars/upbit/KRW-BTC/1d`, or all of it to verify.

use super::error::Error;
use crate::folder::{self, Access, Folder};
use crate::shell;
use intake::{Findings, Import};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use store::quality::calendar_of;
use store::{Library, SeriesId, ready};

/// The library and the series a path names, when it is no file and ends like `upbit/KRW-BTC/1d`.
pub fn named(path: &str) -> Option<(PathBuf, SeriesId)> {
    let place = Path::new(path);
    if place.exists() {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut folder = place;
    for _ in 0..3 {
        parts.push(folder.file_name()?.to_str()?);
        folder = folder.parent()?;
    }
    parts.reverse();
    let id = SeriesId::parse(&parts.join("/")).ok()?;
    folder.is_dir().then(|| (folder.to_owned(), id))
}

/// The bars of a series, its gap policy applied.
pub fn bars(folder: &Path, id: SeriesId) -> Result<Import, Error> {
    let library = open(folder)?;
    let loaded = ready(library.load(id, None)).ok_or(Error::Waits)?;
    let loaded = loaded.map_err(|error| Error::of(folder, folder::why(folder, &error)))?;
    let calendar = library.entry(id).map(|entry| entry.calendar);
    Ok(Import {
        calendar_guessed: calendar.is_none(),
        calendar: calendar.unwrap_or_else(|| calendar_of(loaded.bars.open_time(), id.timeframe)),
        venue: id.venue,
        symbol: Some(id.symbol),
        bars: loaded.bars,
        findings: Findings::default(),
        mended: Vec::new(),
    })
}

/// Reads every file of a library, or of one series of it, and names each that is not what it was.
pub fn verify(folder: &Path, only: Option<SeriesId>) -> Result<String, Error> {
    let library = open(folder)?;
    let place = match only {
        Some(id) => format!("{}/{id}", folder.display()),
        None => folder.display().to_string(),
    };
    let ids: Vec<SeriesId> = library
        .series()
        .map(|entry| entry.id)
        .filter(|id| only.is_none_or(|only| only == *id))
        .collect();
    if let Some(id) = only.filter(|_| ids.is_empty()) {
        return Err(Error::of(folder, store::Error::Unknown(id)));
    }
    let damaged = ready(library.verify(only)).ok_or(Error::Waits)?;
    let damaged = damaged.map_err(|error| Error::of(folder, error))?;
    let files: usize = ids.iter().map(|id| library.segments(*id).len()).sum();
    if damaged.is_empty() {
        let series = ids.len();
        return Ok(format!(
            "{place}: {series} series in {files} files, every hash is right\n"
        ));
    }
    let mut text = String::new();
    for one in &damaged {
        let _ = writeln!(text, "{}: {}", one.file, one.why);
    }
    let _ = writeln!(
        text,
        "{} of {files} files are damaged; the others are as they were. `backcast data repair {}` fetches their bars again",
        damaged.len(),
        shell::word(place),
    );
    Err(Error::Found(text))
}

fn open(folder: &Path) -> Result<Library<Folder>, Error> {
    let opened = folder::library(folder, Access::Read);
    opened
        .map(|(library, _)| library)
        .map_err(|error| Error::of(folder, error))
}
