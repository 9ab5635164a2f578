//! Opens a file of bars and says what stops: the one way in for `backcast data` and `backcast run`.

use super::error::{Error, wrong};
use super::how::{How, own_hours};
use super::library;
use crate::fetch::now;
use crate::shell;
use domain::{Symbol, Timeframe, Venue};
use intake::{DefectKind, Draft, Findings, Found, Import, Options, Repair};
use std::fs;
use std::io::Read;

/// The file and how to read it; what is left out is guessed from the file, and the guess is shown by `check`.
#[derive(clap::Args)]
pub struct Reading {
    /// CSV, JSON or Parquet, also inside zip or gzip: our own, TradingView's, Binance's, Upbit's, pandas' …
    ///
    /// Or a series of a library in a folder, like bars/upbit/KRW-BTC/1d; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Where the bars were made, an id of `backcast list venues`.
    #[arg(long, value_name = "ID")]
    pub venue: Option<String>,
    /// Of which market, like KRW-BTC.
    #[arg(long, value_name = "CODE")]
    pub symbol: Option<String>,
    /// Length of a bar.
    #[arg(long, value_name = "LENGTH")]
    pub timeframe: Option<String>,
    #[command(flatten)]
    how: How,
    /// What to mend, separated by commas, by the ids that `check` prints; `suggested` is what it suggests.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub repair: Vec<String>,
}

impl Reading {
    /// The file's table, with everything found in it.
    pub fn draft(&self) -> Result<(Draft, Options, Findings), Error> {
        self.open(&self.options()?)
    }

    /// The file's bars, mended as asked.
    pub fn bars(&self) -> Result<Import, Error> {
        let asked = self.options()?;
        if let Some((folder, id)) = library::named(&self.file) {
            own_hours(asked.calendar, Some(id.venue))?;
            let mut import = library::bars(&folder, id)?;
            import.calendar = asked.calendar.unwrap_or(import.calendar);
            return Ok(import);
        }
        let (draft, taken, findings) = self.open(&asked)?;
        let repairs = self.repairs(&findings)?;
        intake::bars(&draft, &taken, &repairs, now()).map_err(|unfit| Error::Unfit {
            file: self.file.clone(),
            sentence: unfit.findings.sentence(),
            meant: meant(&unfit.findings),
            hints: hints(&unfit.findings, &taken, |ids| format!("`--repair {ids}`")),
        })
    }

    fn open(&self, asked: &Options) -> Result<(Draft, Options, Findings), Error> {
        let opened = open(&self.file, asked)?;
        own_hours(asked.calendar, opened.1.venue)?;
        Ok(opened)
    }

    /// The repairs asked for.
    pub fn repairs(&self, findings: &Findings) -> Result<Vec<Repair>, Error> {
        let mut repairs = Vec::new();
        for id in self.repair.iter().map(|id| id.trim()) {
            if id == "suggested" {
                repairs.extend(findings.suggested());
                continue;
            }
            let found = Repair::ALL.into_iter().find(|repair| repair.id() == id);
            let known = || "suggested or ".to_owned() + &Repair::ALL.map(Repair::id).join(" or ");
            repairs.push(found.ok_or_else(|| wrong("repair", id, known()))?);
        }
        Ok(repairs)
    }

    fn options(&self) -> Result<Options, Error> {
        let mut options = self.how.options()?;
        if let Some(id) = &self.venue {
            let found = Venue::of_files().find(|venue| venue.id() == id);
            let known = || {
                Venue::of_files()
                    .map(Venue::id)
                    .collect::<Vec<_>>()
                    .join(" or ")
            };
            let venue = found.ok_or_else(|| wrong("venue", id, known()))?;
            options.venue = Some(venue);
        }
        if let Some(code) = &self.symbol {
            let symbol =
                Symbol::parse(code).map_err(|error| wrong("symbol", code, error.to_string()))?;
            options.symbol = Some(symbol);
        }
        if let Some(text) = &self.timeframe {
            options.timeframe = Some(length("timeframe", text)?);
        }
        Ok(options)
    }
}

/// Opens a file and says everything found in it; `-` is standard input. Whoever reads bars from a file reads them here.
pub fn open(file: &str, asked: &Options) -> Result<(Draft, Options, Findings), Error> {
    of_bytes(file, bytes(file)?, asked)
}

/// What is in a file; `-` is standard input.
pub fn bytes(file: &str) -> Result<Vec<u8>, Error> {
    let bytes = match file {
        "-" => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        }
        _ => fs::read(file),
    };
    bytes.map_err(|error| Error::Read {
        file: file.to_owned(),
        error,
    })
}

/// Bars without a repair, and how they were read: whoever wants one makes a file of it first and can look at it.
pub fn bars_as_they_are(
    file: &str,
    bytes: Vec<u8>,
    asked: &Options,
) -> Result<(Import, Options), Error> {
    let (draft, taken, _) = of_bytes(file, bytes, asked)?;
    let import = intake::bars(&draft, &taken, &[], now()).map_err(|unfit| {
        let path = shell::word(file);
        let mend = |ids: &str| format!("`backcast data convert {path} --repair {ids} --out FILE`");
        Error::Unfit {
            file: file.to_owned(),
            sentence: unfit.findings.sentence(),
            meant: meant(&unfit.findings),
            hints: hints(&unfit.findings, &taken, mend),
        }
    })?;
    Ok((import, taken))
}

fn of_bytes(
    file: &str,
    bytes: Vec<u8>,
    asked: &Options,
) -> Result<(Draft, Options, Findings), Error> {
    let draft = Draft::read(file, bytes, asked).map_err(|refusal| Error::Refused {
        file: file.to_owned(),
        refusal,
    })?;
    let taken = draft.preview().taken.clone();
    let findings = intake::inspect(&draft, &taken, now());
    Ok((draft, taken, findings))
}

/// Do the columns say that the rows were meant as bars of one length?
fn meant(findings: &Findings) -> bool {
    let other = [DefectKind::MissingColumn, DefectKind::LengthUnknown];
    !findings.stops().any(|found| other.contains(&found.kind))
}

/// What would make bars of rows that are none as they are: flags that say how to read them, and `mend` with the repairs that help.
pub fn hints(findings: &Findings, taken: &Options, mend: impl Fn(&str) -> String) -> Vec<String> {
    let flag = |found: &Found| match found.kind {
        DefectKind::MissingColumn | DefectKind::ColumnTwice => Some("--columns"),
        DefectKind::UndecodableBytes => Some("--encoding"),
        DefectKind::ThousandsUnclear | DefectKind::DecimalUnclear => Some("--numbers"),
        DefectKind::DayMonthUnclear => Some("--time"),
        DefectKind::DayInKst => Some("--zone"),
        DefectKind::LengthUnknown if taken.timeframe.is_none() => Some("--timeframe"),
        _ => None,
    };
    let mut flags: Vec<&str> = findings.stops().filter_map(flag).collect();
    flags.dedup();
    let mut hints: Vec<String> = flags
        .iter()
        .map(|flag| format!("say it with {flag}"))
        .collect();
    let repairs = findings.suggested();
    // A repair that leaves something else in the way is no help.
    if !repairs.is_empty()
        && findings
            .stops()
            .all(|found| !found.kind.repairs().is_empty())
    {
        hints.push(format!("{} would mend it", mend(&ids(&repairs))));
    }
    hints
}

/// Ids of repairs as `--repair` takes them.
pub fn ids(repairs: &[Repair]) -> String {
    let ids: Vec<&str> = repairs.iter().map(|repair| repair.id()).collect();
    ids.join(",")
}

/// A length of a bar.
pub fn length(flag: &'static str, text: &str) -> Result<Timeframe, Error> {
    let known = || Timeframe::ALL.map(Timeframe::as_str).join(" or ");
    Timeframe::parse(text).ok_or_else(|| wrong(flag, text, known()))
}
