//! Where the bars of `backcast run` come from: the sample market, or files named with `--data`.

use crate::bars_file;
use crate::flags::wrong;
use crate::run::{Arguments, Error};
use domain::{Bps, Dataset, DatasetError, RunSpec, Series, Span, Symbol, Timeframe, Ts, Venue};

/// The files of a run, read: one series a symbol, all of one timeframe.
#[derive(Debug)]
pub struct Files {
    first: Timeframe,
    files: Vec<(String, Series)>,
}

impl Files {
    /// Reads what `--data` names; `None` when it names nothing.
    pub fn read(arguments: &Arguments) -> Result<Option<Files>, Error> {
        let venue = venue(arguments)?;
        let said = match &arguments.timeframe {
            Some(text) if !arguments.data.is_empty() => Some(timeframe(text)?),
            _ => None,
        };
        let mut files: Vec<(String, Series)> = Vec::new();
        for pair in &arguments.data {
            let (symbol, path) = named(pair)?;
            let series = bars_file::read(path, symbol, venue, said)?;
            if let Some((other, first)) = files.first()
                && first.bars().timeframe() != series.bars().timeframe()
            {
                return Err(Error::Timeframes {
                    file: other.clone(),
                    timeframe: first.bars().timeframe(),
                    other: path.to_owned(),
                    other_timeframe: series.bars().timeframe(),
                });
            }
            files.push((path.to_owned(), series));
        }
        let first = files.first().map(|(_, series)| series.bars().timeframe());
        Ok(first.map(|first| Files { first, files }))
    }

    /// Whose rules hold for every file.
    pub fn venue(&self) -> Venue {
        let first = self.origins().next();
        first.map_or(Venue::File, |(_, _, venue)| venue)
    }

    /// Length of a bar in every file.
    pub fn timeframe(&self) -> Timeframe {
        self.first
    }

    /// The names given to the files.
    pub fn symbols(&self) -> Vec<Symbol> {
        let symbols = self.files.iter().map(|(_, one)| one.instrument().symbol);
        symbols.collect()
    }

    /// Name, file and venue of each symbol.
    pub fn origins(&self) -> impl Iterator<Item = (Symbol, &str, Venue)> + '_ {
        self.files.iter().map(|(file, series)| {
            let instrument = series.instrument();
            (instrument.symbol, file.as_str(), instrument.venue)
        })
    }

    /// Where the bars come from and whose rules hold, in words.
    pub fn words(&self) -> String {
        let names: Vec<&str> = self.origins().map(|(_, file, _)| file).collect();
        let rules = match self.origins().next() {
            Some((_, _, venue)) if venue != Venue::File => {
                format!("with the rules of {}", venue.name().en)
            }
            _ => "without the rules of a venue".to_owned(),
        };
        format!("bars from {}, {rules}", names.join(", "))
    }

    /// The same for programs.
    pub fn json(&self) -> serde_json::Value {
        let one = |(symbol, file, venue): (Symbol, &str, Venue)| serde_json::json!({ "symbol": symbol, "file": file, "venue": venue });
        self.origins().map(one).collect()
    }

    /// From the first open to the last close of all files.
    pub fn span(&self) -> Span {
        let spans = || self.files.iter().filter_map(|(_, one)| one.bars().span());
        let start = spans().map(|span| span.start).min();
        let end = spans().map(|span| span.end).max();
        Span {
            start: start.unwrap_or(Ts(0)),
            end: end.unwrap_or(Ts(0)),
        }
    }

    /// What a fill at the venue costs somebody who takes; the dearest when symbols differ.
    pub fn fee(&self) -> Bps {
        let takers = self
            .origins()
            .map(|(symbol, _, venue)| venue.fees(symbol).taker);
        takers.fold(Bps::ZERO, |most, fee| if fee > most { fee } else { most })
    }
}

/// The bars a spec asks for: those of the files when there are any, else the sample's.
pub fn dataset_of(files: Option<Files>, spec: &RunSpec) -> Result<Dataset, Error> {
    let Some(files) = files else {
        return Ok(Dataset::sample(&spec.market)?);
    };
    let cut = |(_, series)| cut(series, spec.market.span);
    let series: Result<Vec<Series>, DatasetError> = files.files.into_iter().map(cut).collect();
    Ok(Dataset::new(series?))
}

fn cut(series: Series, span: Option<Span>) -> Result<Series, DatasetError> {
    let Some(asked) = span else { return Ok(series) };
    let rows = series.bars().rows_in(asked);
    if rows.is_empty() {
        return Err(DatasetError::EmptySpan {
            symbol: series.instrument().symbol,
            asked,
            there: series.bars().span().unwrap_or(asked),
        });
    }
    let bars = series.bars().slice(rows);
    Ok(Series::new(series.instrument().clone(), bars))
}

fn venue(arguments: &Arguments) -> Result<Option<Venue>, Error> {
    let Some(id) = &arguments.venue else {
        return Ok(None);
    };
    let found = Venue::of_files().find(|venue| venue.id() == id);
    let known = || Venue::of_files().map(Venue::id).collect::<Vec<_>>();
    let found = found.ok_or_else(|| wrong("venue", id, &known().join(" or ")))?;
    Ok(Some(found))
}

fn timeframe(text: &str) -> Result<Timeframe, Error> {
    let known = || Timeframe::ALL.map(Timeframe::as_str).join(" or ");
    Timeframe::parse(text).ok_or_else(|| wrong("timeframe", text, &known()))
}

fn named(pair: &str) -> Result<(Symbol, &str), Error> {
    let shape = || wrong("data", pair, "SYMBOL=FILE.csv, like KRW-BTC=bitcoin.csv");
    let (code, path) = pair.split_once('=').ok_or_else(shape)?;
    if path.is_empty() {
        return Err(shape());
    }
    let symbol = Symbol::parse(code).map_err(|error| Error::Symbol {
        flag: "data",
        got: pair.to_owned(),
        error,
    })?;
    Ok((symbol, path))
}
