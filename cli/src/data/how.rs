//! How a file is to be read: what its own look doesn't tell, as flags that `backcast data` and `backcast run` share.

use super::error::{Error, wrong};
use domain::zones::Zone;
use domain::{Calendar, Venue};
use intake::{Delimiter, Encoding, NumberForm, Options, Place, Role, TimeForm};

/// Where `--help` shows these flags.
const HEADING: &str = "How files are read";

/// What to believe of a file; what is left out is guessed from it.
#[derive(clap::Args)]
pub struct How {
    /// Which file inside a zip file.
    #[arg(long, help_heading = HEADING, value_name = "NAME")]
    entry: Option<String>,
    /// How letters are written: utf-8, utf-16le, utf-16be or cp949.
    #[arg(long, help_heading = HEADING)]
    encoding: Option<String>,
    /// The mark between cells: comma, semicolon, tab or pipe.
    #[arg(long, help_heading = HEADING)]
    delimiter: Option<String>,
    /// Is the first row names of columns: yes or no.
    #[arg(long, help_heading = HEADING, value_name = "YES|NO")]
    header: Option<String>,
    /// What each column is, from the left and separated by commas: time date clock open high low close volume quote_volume
    /// close_time symbol made_up other.
    #[arg(long, help_heading = HEADING, value_name = "ROLES")]
    columns: Option<String>,
    /// How times are written: seconds, millis, micros, nanos, year_first, day_first, month_first; sheet_days as spreadsheets count
    /// them, 45322.375; or short_year_first, short_day_first, short_month_first for years of two digits, 2000 to 2099.
    #[arg(long, help_heading = HEADING, value_name = "FORM")]
    time: Option<String>,
    /// Whose clock a time without a zone is: utc, kst, new_york, london, tokyo, or minutes ahead of UTC like +09:00.
    #[arg(long, help_heading = HEADING, value_name = "ZONE", allow_hyphen_values = true)]
    zone: Option<String>,
    /// How numbers are written: point (1,234.5) or comma (1.234,5).
    #[arg(long, help_heading = HEADING, value_name = "FORM")]
    numbers: Option<String>,
    /// When the market is open: 24/7, xnys (New York's sessions) or own (sessions of another exchange); --venue's when left out, or
    /// as a Parquet file of ours says, or as the times tell.
    #[arg(long, help_heading = HEADING, value_name = "HOURS")]
    calendar: Option<String>,
}

impl How {
    /// The choices as the reader of files takes them.
    pub fn options(&self) -> Result<Options, Error> {
        let mut options = Options {
            entry: self.entry.clone(),
            ..Options::default()
        };
        options.encoding = named("encoding", &self.encoding, &ENCODINGS)?;
        options.delimiter = named("delimiter", &self.delimiter, &DELIMITERS)?;
        options.header = named("header", &self.header, &[("yes", true), ("no", false)])?;
        options.time = named("time", &self.time, &TIMES)?;
        options.numbers = named("numbers", &self.numbers, &NUMBERS)?;
        let calendars = Calendar::ALL.map(|calendar| (calendar.id(), calendar));
        options.calendar = named("calendar", &self.calendar, &calendars)?;
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

    /// The first of these flags that was given, and its value.
    pub fn first(&self) -> Option<(&'static str, &str)> {
        let flags = [
            ("entry", &self.entry),
            ("encoding", &self.encoding),
            ("delimiter", &self.delimiter),
            ("header", &self.header),
            ("columns", &self.columns),
            ("time", &self.time),
            ("zone", &self.zone),
            ("numbers", &self.numbers),
            ("calendar", &self.calendar),
        ];
        flags
            .into_iter()
            .find_map(|(flag, value)| Some((flag, value.as_deref()?)))
    }
}

/// What `--calendar` should hold where the venue has hours of its own, if that is something else.
pub fn own_hours(chosen: Option<Calendar>, venue: Option<Venue>) -> Result<(), Error> {
    let own = venue.and_then(|venue| Some((venue, venue.calendar()?)));
    match (chosen, own) {
        (Some(chosen), Some((venue, own))) if chosen != own => {
            let allowed = format!("left out: {} has its own, {}", venue.name().en, own.id());
            Err(wrong("calendar", chosen.id(), allowed))
        }
        _ => Ok(()),
    }
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
