//! How a file is to be read: what its own look doesn't tell, as flags that every verb of `backcast data` shares.

use super::error::{Error, wrong};
use super::library;
use crate::fetch::now;
use domain::zones::Zone;
use domain::{Symbol, Timeframe, Venue};
use intake::{
    Delimiter, Draft, Encoding, Findings, Import, NumberForm, Options, Place, Repair, Role,
    TimeForm,
};
use std::fs;

/// The file and how to read it; what is left out is guessed from the file, and the guess is shown by `check`.
#[derive(clap::Args)]
pub struct Reading {
    /// CSV, JSON or Parquet, also inside zip or gzip: our own, TradingView's, Binance's, Upbit's, pandas' …
    ///
    /// Or a series of a library in a folder, like bars/upbit/KRW-BTC/1d.
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
    /// Which file inside a zip file.
    #[arg(long, value_name = "NAME")]
    pub entry: Option<String>,
    /// How letters are written: utf-8, utf-16le, utf-16be or cp949.
    #[arg(long)]
    pub encoding: Option<String>,
    /// The mark between cells: comma, semicolon, tab or pipe.
    #[arg(long)]
    pub delimiter: Option<String>,
    /// Is the first row names of columns: yes or no.
    #[arg(long, value_name = "YES|NO")]
    pub header: Option<String>,
    /// What each column is, from the left and separated by commas: time date clock open high low close volume quote_volume
    /// close_time symbol made_up other.
    #[arg(long, value_name = "ROLES")]
    pub columns: Option<String>,
    /// How times are written: seconds, millis, micros, nanos, year_first, day_first, month_first; sheet_days as spreadsheets count
    /// them, 45322.375; or short_year_first, short_day_first, short_month_first for years of two digits, 2000 to 2099.
    #[arg(long, value_name = "FORM")]
    pub time: Option<String>,
    /// Whose clock a time without a zone is: utc, kst, new_york, london, tokyo, or minutes ahead of UTC like +09:00.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub zone: Option<String>,
    /// How numbers are written: point (1,234.5) or comma (1.234,5).
    #[arg(long, value_name = "FORM")]
    pub numbers: Option<String>,
    /// What to mend, separated by commas, by the ids that `check` prints; `suggested` is what it suggests.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub repair: Vec<String>,
}

impl Reading {
    /// The file's table, with everything found in it.
    pub fn draft(&self) -> Result<(Draft, Options, Findings), Error> {
        let asked = self.options()?;
        let bytes = fs::read(&self.file).map_err(|error| Error::Read {
            file: self.file.clone(),
            error,
        })?;
        let draft = Draft::read(&self.file, bytes, &asked).map_err(|refusal| Error::Refused {
            file: self.file.clone(),
            refusal,
        })?;
        let taken = draft.preview().taken.clone();
        let findings = intake::inspect(&draft, &taken, now());
        Ok((draft, taken, findings))
    }

    /// The file's bars, mended as asked.
    pub fn bars(&self) -> Result<Import, Error> {
        if let Some((folder, id)) = library::named(&self.file) {
            return library::bars(&folder, id);
        }
        let (draft, taken, findings) = self.draft()?;
        let repairs = self.repairs(&findings)?;
        intake::bars(&draft, &taken, &repairs, now()).map_err(|unfit| Error::Unfit {
            file: self.file.clone(),
            sentence: unfit.findings.sentence(),
            repairs: Some(ids(&unfit.findings.suggested())).filter(|ids| !ids.is_empty()),
        })
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
        let mut options = Options {
            entry: self.entry.clone(),
            ..Options::default()
        };
        if let Some(id) = &self.venue {
            let found = Venue::of_files().find(|venue| venue.id() == id);
            let known = || {
                Venue::of_files()
                    .map(Venue::id)
                    .collect::<Vec<_>>()
                    .join(" or ")
            };
            options.venue = Some(found.ok_or_else(|| wrong("venue", id, known()))?);
        }
        if let Some(code) = &self.symbol {
            let symbol =
                Symbol::parse(code).map_err(|error| wrong("symbol", code, error.to_string()))?;
            options.symbol = Some(symbol);
        }
        if let Some(text) = &self.timeframe {
            options.timeframe = Some(length("timeframe", text)?);
        }
        options.encoding = named("encoding", &self.encoding, &ENCODINGS)?;
        options.delimiter = named("delimiter", &self.delimiter, &DELIMITERS)?;
        options.header = named("header", &self.header, &[("yes", true), ("no", false)])?;
        options.time = named("time", &self.time, &TIMES)?;
        options.numbers = named("numbers", &self.numbers, &NUMBERS)?;
        if let Some(text) = &self.zone {
            let allowed =
                "utc, kst, new_york, london, tokyo or what it is ahead of UTC, like +09:00";
            options.zone = Some(place(text).ok_or_else(|| wrong("zone", text, allowed))?);
        }
        if let Some(text) = &self.columns {
            let role = |id: &str| {
                let found = Role::ALL.into_iter().find(|role| role.id() == id.trim());
                let known = || Role::ALL.map(Role::id).join(" or ");
                found.ok_or_else(|| wrong("columns", id, known()))
            };
            let roles: Result<Vec<Role>, Error> = text.split(',').map(role).collect();
            options.columns = Some(roles?);
        }
        Ok(options)
    }
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

/// A way of writing times, as `--time` takes it.
pub fn time_name(form: TimeForm) -> &'static str {
    let named = TIMES.iter().find(|(_, known)| *known == form);
    named.map_or("", |(name, _)| name)
}

/// A clock, as `--zone` takes it.
pub fn zone_name(place: Place) -> String {
    match place {
        Place::Zone(zone) => {
            let named = ZONES.iter().find(|(_, known)| *known == zone);
            named.map_or("", |(name, _)| name).to_owned()
        }
        Place::Ahead(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.unsigned_abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

const ENCODINGS: [(&str, Encoding); 4] = [
    ("utf-8", Encoding::Utf8),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("cp949", Encoding::Cp949),
];

const DELIMITERS: [(&str, Delimiter); 4] = [
    ("comma", Delimiter::Comma),
    ("semicolon", Delimiter::Semicolon),
    ("tab", Delimiter::Tab),
    ("pipe", Delimiter::Pipe),
];

const TIMES: [(&str, TimeForm); 11] = [
    ("seconds", TimeForm::Seconds),
    ("millis", TimeForm::Millis),
    ("micros", TimeForm::Micros),
    ("nanos", TimeForm::Nanos),
    ("year_first", TimeForm::YearFirst),
    ("day_first", TimeForm::DayFirst),
    ("month_first", TimeForm::MonthFirst),
    ("short_year_first", TimeForm::ShortYearFirst),
    ("short_day_first", TimeForm::ShortDayFirst),
    ("short_month_first", TimeForm::ShortMonthFirst),
    ("sheet_days", TimeForm::SheetDays),
];

const ZONES: [(&str, Zone); 5] = [
    ("utc", Zone::Utc),
    ("kst", Zone::Seoul),
    ("new_york", Zone::NewYork),
    ("london", Zone::London),
    ("tokyo", Zone::Tokyo),
];

const NUMBERS: [(&str, NumberForm); 2] =
    [("point", NumberForm::Point), ("comma", NumberForm::Comma)];

fn named<T: Copy>(
    flag: &'static str,
    text: &Option<String>,
    known: &[(&str, T)],
) -> Result<Option<T>, Error> {
    let Some(text) = text else { return Ok(None) };
    let lower = text.to_lowercase();
    let found = known.iter().find(|(name, _)| *name == lower);
    let names = || {
        known
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(" or ")
    };
    found
        .map(|(_, value)| Some(*value))
        .ok_or_else(|| wrong(flag, text, names()))
}

fn place(text: &str) -> Option<Place> {
    let lower = text.to_lowercase();
    match ZONES.iter().find(|(name, _)| *name == lower) {
        Some((_, zone)) => Some(Place::Zone(*zone)),
        None => ahead(text).map(Place::Ahead),
    }
}

/// `+09:00` and `-03:30`, up to fourteen hours either way.
fn ahead(text: &str) -> Option<i16> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |text: &str| {
        (text.len() == 2)
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= 14 * 60).then_some(sign * all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_named_or_counted_from_utc() {
        assert_eq!(place("KST"), Some(Place::Zone(Zone::Seoul)));
        assert_eq!(place("+09:00"), Some(Place::Ahead(540)));
        assert_eq!(place("-03:30"), Some(Place::Ahead(-210)));
        for text in ["kst", "new_york", "+09:00", "-03:30"] {
            assert_eq!(place(text).map(zone_name).as_deref(), Some(text));
        }
        for text in ["", "9", "+9:00", "+15:00", "+09:60", "Mars", "+0900"] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
