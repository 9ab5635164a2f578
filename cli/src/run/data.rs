//! Where the bars of `backcast run` come from: the sample market, or files named with `--data`, `--watch` and `--inside-data`.

use super::arguments::Arguments;
use super::bars_file::{self, Ask, Read, Seen};
use super::error::{Error, refused, wrong};
use super::library;
use crate::data::own_hours;
use domain::{Bps, RunSpec, Series, Source, Span, Symbol, Timeframe, Ts, Venue, VenueFees};
use intake::Options;

/// The files of a run, read: one series a symbol, all of one timeframe.
#[derive(Debug)]
pub struct Files {
    venue: Venue,
    timeframe: Timeframe,
    inside: Option<Timeframe>,
    files: Vec<File>,
    inside_files: Vec<Inside>,
}

/// A file of shorter bars.
#[derive(Debug)]
struct Inside {
    symbol: Symbol,
    path: String,
    seen: Option<Seen>,
}

/// One series of a run and where it was read.
#[derive(Debug)]
pub struct File {
    /// Where.
    pub path: String,
    /// The bars.
    pub series: Series,
    /// Is it traded, or only looked at?
    pub traded: bool,
    /// Shorter bars that replay the inside of these.
    pub inside: Option<Series>,
    /// What was read in a file, and how; `None` for a library's series.
    pub seen: Option<Seen>,
}

impl File {
    /// What it is called.
    pub fn symbol(&self) -> Symbol {
        self.series.instrument().symbol
    }
}

impl Files {
    /// Reads what the flags name, by the rules of the question when there already is one; `None` when they name nothing.
    pub fn read(flags: &Arguments, asked: Option<&RunSpec>) -> Result<Option<Files>, Error> {
        if let Some(folder) = &flags.library {
            how(flags, Venue::File)?;
            return library::files(folder, flags, asked).map(Some);
        }
        let venue = match asked.map(|spec| spec.market.source) {
            Some(Source::Given(venue)) => venue,
            Some(Source::Sample) => match flags.data.first().or(flags.watch.first()) {
                Some(pair) => {
                    let allowed = "left out, for the spec asks for the sample market";
                    return Err(wrong("data", pair, allowed));
                }
                None => {
                    how(flags, Venue::Sample)?;
                    return Ok(None);
                }
            },
            None => venue(flags)?,
        };
        let how = how(flags, venue)?;
        let said = match (asked, &flags.timeframe) {
            (Some(spec), _) => Some(spec.market.timeframe),
            (None, Some(text)) if !flags.data.is_empty() => Some(timeframe(text)?),
            _ => None,
        };
        let mut files = Vec::new();
        for pair in &flags.data {
            files.push(file("data", pair, venue, said, &how)?);
        }
        let Some(first) = files.first() else {
            return Ok(None);
        };
        let said = said.or(Some(first.series.bars().timeframe()));
        for pair in &flags.watch {
            let traded = false;
            files.push(File {
                traded,
                ..file("watch", pair, venue, said, &how)?
            });
        }
        let timeframe = one_timeframe(
            "data",
            files.iter().map(|one| (one.path.as_str(), &one.series)),
        )?;
        let mut files = Files {
            venue,
            timeframe: timeframe.unwrap_or_default(),
            inside: None,
            files,
            inside_files: Vec::new(),
        };
        files.look_inside(flags, asked, &how)?;
        Ok(Some(files))
    }

    /// Series of a library.
    pub fn of(
        venue: Venue,
        timeframe: Timeframe,
        inside: Option<Timeframe>,
        files: Vec<File>,
    ) -> Files {
        Files {
            venue,
            timeframe,
            inside,
            files,
            inside_files: Vec::new(),
        }
    }

    fn look_inside(
        &mut self,
        flags: &Arguments,
        asked: Option<&RunSpec>,
        how: &Options,
    ) -> Result<(), Error> {
        let said = asked.and_then(|spec| spec.market.inside);
        let mut read: Vec<(Inside, Series)> = Vec::new();
        for pair in &flags.inside_data {
            let File {
                path, series, seen, ..
            } = file("inside-data", pair, self.venue, said, how)?;
            let (length, whole) = (series.bars().timeframe(), self.timeframe);
            if length >= whole {
                let allowed = format!("bars shorter than the {whole} of --data, got {length}");
                return Err(wrong("inside-data", pair, allowed));
            }
            let symbol = series.instrument().symbol;
            let outer = self.files.iter_mut().find(|one| one.symbol() == symbol);
            let outer =
                outer.ok_or_else(|| wrong("inside-data", pair, "a symbol of --data or --watch"))?;
            outer.inside = Some(series.clone());
            let inside = Inside { symbol, path, seen };
            read.push((inside, series));
        }
        let all = read
            .iter()
            .map(|(inside, series)| (inside.path.as_str(), series));
        self.inside = one_timeframe("inside-data", all)?;
        self.inside_files = read.into_iter().map(|(inside, _)| inside).collect();
        Ok(())
    }

    /// Every symbol's series.
    pub fn into_files(self) -> Vec<File> {
        self.files
    }

    /// Whose rules hold for every file.
    pub fn venue(&self) -> Venue {
        self.venue
    }

    /// Length of a bar in every file.
    pub fn timeframe(&self) -> Timeframe {
        self.timeframe
    }

    /// Length of the bars inside of bars.
    pub fn inside(&self) -> Option<Timeframe> {
        self.inside
    }

    /// The symbols to trade.
    pub fn traded(&self) -> Vec<Symbol> {
        let traded = self.files.iter().filter(|one| one.traded);
        traded.map(File::symbol).collect()
    }

    /// The symbols a plan may only look at.
    pub fn watched(&self) -> Vec<Symbol> {
        let watched = self.files.iter().filter(|one| !one.traded);
        watched.map(File::symbol).collect()
    }

    /// Every file that is read.
    pub fn paths(&self) -> impl Iterator<Item = &str> + '_ {
        let inside = self.inside_files.iter().map(|one| one.path.as_str());
        self.files.iter().map(|one| one.path.as_str()).chain(inside)
    }

    /// Where the bars come from and whose rules hold, in words.
    pub fn words(&self) -> String {
        let names: Vec<&str> = self.paths().collect();
        let rules = match self.venue {
            Venue::File => "without the rules of a venue".to_owned(),
            venue => format!("with the rules of {}", venue.name().en),
        };
        format!("bars from {}, {rules}", names.join(", "))
    }

    /// The same for programs, with how each file was read and what is worth knowing about it.
    pub fn json(&self) -> serde_json::Value {
        let one = |symbol: Symbol, path: &str, seen: &Option<Seen>, inside: bool| {
            let seen = seen.as_ref();
            serde_json::json!({
                "symbol": symbol,
                "file": path,
                "venue": self.venue,
                "inside": inside,
                "read": seen.map(|seen| &seen.taken),
                "findings": seen.map(|seen| &seen.findings),
            })
        };
        let files = self.files.iter();
        let files = files.map(|file| one(file.symbol(), &file.path, &file.seen, false));
        let inside = self.inside_files.iter();
        files
            .chain(inside.map(|file| one(file.symbol, &file.path, &file.seen, true)))
            .collect()
    }

    /// What somebody should know of the files before they believe the run, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let files = self.files.iter().map(|file| (&file.path, &file.seen));
        let inside = self.inside_files.iter();
        let all = files.chain(inside.map(|file| (&file.path, &file.seen)));
        all.filter_map(|(path, seen)| Some((path, seen.as_ref()?)))
            .flat_map(|(path, seen)| seen.notes(path))
            .collect()
    }

    /// From the first open to the last close of all files.
    pub fn span(&self) -> Span {
        let spans = || self.files.iter().filter_map(|one| one.series.bars().span());
        let start = spans().map(|span| span.start).min();
        let end = spans().map(|span| span.end).max();
        Span {
            start: start.unwrap_or(Ts(0)),
            end: end.unwrap_or(Ts(0)),
        }
    }

    /// What a fill at the venue costs somebody who takes and somebody who waits; the dearest when symbols differ.
    pub fn fees(&self) -> (Bps, Bps) {
        let fees = self
            .traded()
            .into_iter()
            .map(|symbol| self.venue.fees(symbol));
        let dearer = |one: Bps, other: Bps| if other > one { other } else { one };
        fees.fold((Bps::ZERO, Bps::ZERO), |(taker, maker), fees: VenueFees| {
            (dearer(taker, fees.taker), dearer(maker, fees.maker))
        })
    }
}

fn file(
    flag: &'static str,
    pair: &str,
    venue: Venue,
    said: Option<Timeframe>,
    how: &Options,
) -> Result<File, Error> {
    let (symbol, path) = named(flag, pair)?;
    let read = bars_file::read(Ask {
        path,
        symbol,
        venue: Some(venue).filter(|venue| *venue != Venue::File),
        timeframe: said,
        how,
    });
    let Read { series, seen } = read.map_err(|error| {
        let error = Box::new(error);
        Error::Bars { flag, error }
    })?;
    Ok(File {
        path: path.to_owned(),
        series,
        traded: true,
        inside: None,
        seen,
    })
}

/// How the files are to be read.
fn how(flags: &Arguments, venue: Venue) -> Result<Options, Error> {
    if let Some((flag, value)) = flags.how.first().filter(|_| flags.data.is_empty()) {
        return Err(wrong(flag, value, "left out, or beside --data"));
    }
    let how = flags
        .how
        .options()
        .map_err(|error| Error::How(Box::new(error)))?;
    own_hours(how.calendar, Some(venue)).map_err(|error| Error::How(Box::new(error)))?;
    Ok(how)
}

/// The one timeframe of these files; `None` when there are none.
fn one_timeframe<'a>(
    flag: &'static str,
    mut files: impl Iterator<Item = (&'a str, &'a Series)>,
) -> Result<Option<Timeframe>, Error> {
    let Some((file, first)) = files.next() else {
        return Ok(None);
    };
    let timeframe = first.bars().timeframe();
    match files.find(|(_, series)| series.bars().timeframe() != timeframe) {
        Some((other, series)) => Err(Error::Timeframes {
            flag,
            file: file.to_owned(),
            timeframe,
            other: other.to_owned(),
            other_timeframe: series.bars().timeframe(),
        }),
        None => Ok(Some(timeframe)),
    }
}

/// The venue of `--venue`.
pub fn venue(arguments: &Arguments) -> Result<Venue, Error> {
    let Some(id) = &arguments.venue else {
        return Ok(Venue::File);
    };
    let found = Venue::of_files().find(|venue| venue.id() == id);
    let known = || Venue::of_files().map(Venue::id).collect::<Vec<_>>();
    found.ok_or_else(|| wrong("venue", id, known().join(" or ")))
}

/// The length of `--timeframe`.
pub fn timeframe(text: &str) -> Result<Timeframe, Error> {
    let known = || Timeframe::ALL.map(Timeframe::as_str).join(" or ");
    Timeframe::parse(text).ok_or_else(|| wrong("timeframe", text, known()))
}

fn named<'a>(flag: &'static str, pair: &'a str) -> Result<(Symbol, &'a str), Error> {
    let shape = || wrong(flag, pair, "SYMBOL=FILE, like KRW-BTC=bitcoin.csv");
    let (code, path) = pair.split_once('=').ok_or_else(shape)?;
    if path.is_empty() {
        return Err(shape());
    }
    let symbol = Symbol::parse(code).map_err(|error| refused(flag, pair, error))?;
    Ok((symbol, path))
}
