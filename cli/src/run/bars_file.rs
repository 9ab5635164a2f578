//! Reads the bars of a run as `backcast data` does; rows that would need a repair are refused, and what is worth knowing comes along.

use crate::data;
use domain::instrument::venue;
use domain::{Instrument, Series, Symbol, Timeframe, Venue};
use intake::{Findings, Found, Import, Options};

/// Why a file has no bars for a run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It can't be read, or its rows are no bars.
    #[error(transparent)]
    Data(#[from] data::Error),
    /// The venue writes its codes another way.
    #[error("{symbol}={file}: {} has no market of this code, it writes them like {}", .venue.name().en, .venue.example())]
    Code {
        /// Which file.
        file: String,
        /// The code given.
        symbol: Symbol,
        /// The venue given.
        venue: Venue,
    },
}

/// What is to be read, and what holds for it.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Which file, or which series of a library in a folder.
    pub path: &'a str,
    /// What to call it.
    pub symbol: Symbol,
    /// Whose rules hold; without a venue there are none, and its calendar is chosen or told by the times.
    pub venue: Option<Venue>,
    /// Length of a bar, where somebody said it.
    pub timeframe: Option<Timeframe>,
    /// How to read a file.
    pub how: &'a Options,
}

/// Bars for a run and what was noticed about them.
#[derive(Debug)]
pub struct Read {
    /// The bars and the rules of their venue.
    pub series: Series,
    /// What was noticed in a file; nothing of a library's series is guessed or judged.
    pub seen: Option<Seen>,
}

/// How a file was read, guesses included, and what is worth knowing about it.
#[derive(Debug)]
pub struct Seen {
    /// The choices, and the guesses where nobody chose.
    pub taken: Options,
    /// Nothing that stops.
    pub findings: Findings,
}

impl Seen {
    /// What somebody should know before they believe a run, a sentence each.
    pub fn notes(&self, path: &str) -> Vec<String> {
        let unnamed = self.taken.header == Some(false);
        let columns = unnamed.then(|| {
            let roles = self.taken.columns.iter().flatten().map(|role| role.id());
            let roles: Vec<&str> = roles.collect();
            format!("no header: columns read as {}", roles.join(", "))
        });
        let found = self.findings.kinds.iter().map(Found::sentence);
        let all = columns.into_iter().chain(found);
        all.map(|note| format!("{path}: {note}")).collect()
    }
}

/// The bars of a file, or of a series of a library in a folder.
pub fn read(ask: Ask<'_>) -> Result<Read, Error> {
    let asked = Options {
        symbol: Some(ask.symbol),
        venue: ask.venue,
        timeframe: ask.timeframe,
        ..ask.how.clone()
    };
    let (import, seen) = match data::named_series(ask.path) {
        Some((folder, id)) => {
            if let Some(said) = ask.timeframe.filter(|said| *said != id.timeframe) {
                let why = format!("{id} has no {said} bars; name a series of that length");
                return Err(Error::Data(data::Error::of(&folder, why)));
            }
            (data::bars_of_series(&folder, id)?, None)
        }
        None => {
            let bytes = data::bytes(ask.path)?;
            let (import, taken) = data::bars_as_they_are(ask.path, bytes, &asked)?;
            let findings = import.findings.clone();
            (import, Some(Seen { taken, findings }))
        }
    };
    let instrument = rules(ask, &asked, &import)?;
    Ok(Read {
        series: Series::new(instrument, import.bars),
        seen,
    })
}

fn rules(ask: Ask<'_>, asked: &Options, import: &Import) -> Result<Instrument, Error> {
    let calendar = asked.calendar.unwrap_or(import.calendar);
    let Some(venue) = ask.venue.filter(|venue| *venue != Venue::File) else {
        return Ok(venue::file::instrument(ask.symbol, calendar));
    };
    let none = || Error::Code {
        file: ask.path.to_owned(),
        symbol: ask.symbol,
        venue,
    };
    venue.instrument(ask.symbol).ok_or_else(none)
}
