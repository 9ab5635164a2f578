//! `backcast data convert` and `resample`: the bars of a file as another file, whose ending says of which kind.

use super::error::{Error, wrong};
use super::reading::{Reading, length};
use domain::{Bars, Calendar, Venue};
use intake::{Import, export};
use std::fs;
use std::path::Path;
use store::{SeriesId, library::as_file};

/// What to convert.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The file to write: .csv, .json or .parquet, which wants --symbol unless the file says whose bars it holds, and keeps --calendar.
    #[arg(long, value_name = "FILE")]
    out: String,
}

/// What to make longer.
#[derive(clap::Args)]
pub struct Resample {
    #[command(flatten)]
    convert: Arguments,
    /// Length of the bars to make.
    #[arg(long, value_name = "LENGTH")]
    to: String,
}

/// Converts and says what was written.
pub fn convert(arguments: &Arguments) -> Result<String, Error> {
    let import = arguments.reading.bars()?;
    written(arguments, &import, &import.bars)
}

/// Makes longer bars and says what was written.
pub fn resample(arguments: &Resample) -> Result<String, Error> {
    let to = length("to", &arguments.to)?;
    let import = arguments.convert.reading.bars()?;
    let from = import.bars.timeframe();
    if to == from {
        return Err(wrong(
            "to",
            &arguments.to,
            format!("longer than the {from} bars of the file"),
        ));
    }
    let longer = import.bars.resample(to)?;
    written(&arguments.convert, &import, &longer)
}

fn written(arguments: &Arguments, import: &Import, bars: &Bars) -> Result<String, Error> {
    let out = &arguments.out;
    let ending = Path::new(out)
        .extension()
        .and_then(|ending| ending.to_str());
    let bytes = match ending.map(str::to_lowercase).as_deref() {
        Some("csv") => export::csv(bars),
        Some("json") => export::json(import.venue, import.symbol, bars),
        Some("parquet") => as_file(id(import, bars)?, hours(import, bars), bars)?,
        _ => {
            return Err(wrong(
                "out",
                out,
                "a file that ends in .csv, .json or .parquet",
            ));
        }
    };
    if Path::new(out) == Path::new(&arguments.reading.file) {
        return Err(wrong("out", out, "another file than the one that is read"));
    }
    fs::write(out, &bytes).map_err(|error| Error::Write {
        file: out.clone(),
        error,
    })?;
    let mended: u32 = import.mended.iter().map(|one| one.count).sum();
    let repaired = match mended {
        0 => String::new(),
        rows => format!(", {rows} rows mended"),
    };
    Ok(format!(
        "{out}: {} {} bars, {} bytes{repaired}\n",
        bars.len(),
        bars.timeframe(),
        bytes.len()
    ))
}

/// When the market is open, for a file that can say so. What only the times told, they tell again; longer bars can't.
fn hours(import: &Import, bars: &Bars) -> Option<Calendar> {
    let told_again = import.calendar_guessed && import.bars.timeframe() == bars.timeframe();
    (!told_again).then_some(import.calendar)
}

fn id(import: &Import, bars: &Bars) -> Result<SeriesId, Error> {
    let symbol = import.symbol.ok_or(Error::Missing {
        flag: "symbol",
        why: "a Parquet file says whose bars it holds, and neither the file that was read nor a flag does",
    })?;
    let venue = match import.venue {
        Venue::Sample => Venue::File,
        venue => venue,
    };
    Ok(SeriesId::new(venue, symbol, bars.timeframe()))
}
